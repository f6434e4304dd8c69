package dev.skep.trace.check;

import dev.skep.bpf.BpfException;
import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfKind;
import dev.skep.bpf.btf.BtfType;
import dev.skep.bpf.elf.ElfSymbol;
import dev.skep.trace.schema.Hook;
import dev.skep.trace.syntax.Expression;

import org.jspecify.annotations.Nullable;

/** The functions that give the address of a variable: {@code percpu_kaddr uaddr}. */
final class AddressRules {
    /** The kernel's table of how far each CPU's variables are from where the symbols say. */
    static final String PER_CPU_OFFSETS = "__per_cpu_offset";

    private final Analysis analysis;
    private final Problems problems;
    private final Typing typing;
    private final VariableSymbols variables = new VariableSymbols();

    AddressRules(Analysis analysis, Typing typing) {
        this.analysis = analysis;
        this.problems = analysis.problems();
        this.typing = typing;
    }

    /** {@return the text of a literal, or null if there is none, which is said} */
    private @Nullable String literal(Function function, Expression.Call call) {
        Expression argument = call.arguments().getFirst();
        Shape shape = typing.shape(argument);
        if (analysis.constant(argument) instanceof Constant.Text text) {
            return text.text();
        }
        String given = shape == null ? "" : " (" + TypeTexts.kind(shape.type()) + " provided)";
        problems.error(call.span(), function.text() + "() expects a string literal" + given);
        return null;
    }

    /** {@code percpu_kaddr("variable"[, cpu])}: a pointer of the variable's type. */
    @Nullable Shape perCpu(Expression.Call call) {
        String name = literal(Function.PERCPU_KADDR, call);
        if (name == null) {
            return null;
        }
        if (call.arguments().size() > 1) {
            Shape cpu = typing.value(call.arguments().get(1));
            if (cpu != null && cpu.number() == null) {
                problems.error(
                        call.span(),
                        "percpu_kaddr() only supports int arguments ("
                                + TypeTexts.kind(cpu.type())
                                + " provided)");
                return null;
            }
        }
        Btf btf = analysis.target().btf().orElse(null);
        int variable = btf == null ? 0 : btf.find(name, BtfKind.VAR);
        if (btf == null || variable == 0 || !(btf.type(variable) instanceof BtfType.Var found)) {
            problems.error(call.span(), "Could not resolve variable \"" + name + "\" from BTF");
            return null;
        }
        if (!typing.inferring() && !isKnown(call, name)) {
            return null;
        }
        ScriptType type = BtfTypes.of(btf, found.type(), AddressSpace.KERNEL);
        return Shape.of(new ScriptType.Pointer(AddressSpace.KERNEL, type));
    }

    private boolean isKnown(Expression.Call call, String name) {
        boolean known =
                analysis.target().functions().address(PER_CPU_OFFSETS) != 0
                        && analysis.target().functions().address(name) != 0;
        if (!known) {
            problems.error(
                    call.span(),
                    "the address of " + name + " is not known",
                    "/proc/kallsyms has variables with CONFIG_KALLSYMS_ALL, and addresses for root"
                            + " only");
        }
        return known;
    }

    /** {@code uaddr("variable")}: a pointer to as many bytes as the variable has. */
    @Nullable Shape user(Expression.Call call) {
        String name = literal(Function.UADDR, call);
        if (name == null) {
            return null;
        }
        int size = 0;
        for (ResolvedAttachPoint point : typing.current().probe().attachPoints()) {
            String path = path(point.hook());
            if (path == null) {
                problems.error(
                        call.span(),
                        "uaddr can not be used with \""
                                + Provider.of(point.hook()).text()
                                + "\" probes");
                return null;
            }
            ElfSymbol symbol = symbol(path, name);
            if (symbol == null) {
                problems.error(call.span(), "Could not resolve symbol: " + path + ":" + name);
                return null;
            }
            size = (int) symbol.size();
        }
        boolean whole = size == 1 || size == 2 || size == 4 || size == 8;
        return Shape.of(
                new ScriptType.Pointer(
                        AddressSpace.USER, new ScriptType.Int(whole ? size : 8, false)));
    }

    private @Nullable ElfSymbol symbol(String path, String name) {
        try {
            return variables.find(path, name);
        } catch (BpfException e) {
            return null; // which is said as of a symbol that is not there
        }
    }

    private static @Nullable String path(Hook hook) {
        return switch (hook) {
            case Hook.Uprobe uprobe -> uprobe.path();
            case Hook.Usdt usdt -> usdt.path();
            case Hook _ -> null;
        };
    }
}
