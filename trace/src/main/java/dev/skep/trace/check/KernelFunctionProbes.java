package dev.skep.trace.check;

import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfKind;
import dev.skep.bpf.btf.BtfType;
import dev.skep.bpf.target.KernelFunctions;
import dev.skep.bpf.target.Target;
import dev.skep.trace.schema.Hook;
import dev.skep.trace.syntax.AttachPoint;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the functions of the kernel that kprobe, kretprobe, fentry and fexit name. */
final class KernelFunctionProbes {
    private static final String BUILT_IN = "vmlinux";

    private final Problems problems;
    private final Target target;
    private final boolean unsafe;

    KernelFunctionProbes(Analysis analysis) {
        this.unsafe = analysis.options().unsafe();
        this.problems = analysis.problems();
        this.target = analysis.target();
    }

    /**
     * Adds what {@code kprobe[:module]:function[+offset]} matches; what is missing, if anything.
     */
    @Nullable Missing kprobe(
            AttachPoint point, Provider provider, List<ResolvedAttachPoint> resolved) {
        if (!hasParts(point, provider)) {
            return null;
        }
        boolean returns = provider == Provider.KRETPROBE;
        String written = point.parts().getLast();
        if (written.isEmpty()) {
            problems.error(point.span(), "kprobes should be attached to a function or an address");
            return null;
        }
        int plus = written.indexOf('+');
        String name = plus < 0 ? written : written.substring(0, plus);
        long offset = plus < 0 ? 0 : offset(point, written.substring(plus + 1));
        if (offset < 0) {
            return null;
        }
        if (plus >= 0 && returns) {
            problems.error(point.span(), "Offset not allowed", "a function returns as a whole");
            return null;
        }
        if (offset > 0 && isPattern(name)) {
            problems.error(point.span(), "an offset is not possible with a wildcard");
            return null;
        }
        if (Character.isDigit(written.charAt(0))) {
            address(point, provider, resolved);
            return null;
        }
        String module = module(point);
        if (!isPattern(name) && (module == null || module.equals(BUILT_IN))) {
            if (!target.functions().contains(name)) {
                return missing(provider, point, name);
            }
            resolved.add(kprobe(point, provider, module, name, offset));
            return null;
        }
        int before = resolved.size();
        for (KernelFunctions.Function function : target.functions().match(module, name)) {
            String in = function.module() == null ? null : function.module();
            resolved.add(
                    kprobe(
                            point,
                            provider,
                            module == null ? null : in == null ? BUILT_IN : in,
                            function.name(),
                            offset));
        }
        return resolved.size() == before ? missing(provider, point, name) : null;
    }

    private static ResolvedAttachPoint kprobe(
            AttachPoint point,
            Provider provider,
            @Nullable String module,
            String function,
            long offset) {
        boolean returns = provider == Provider.KRETPROBE;
        String inModule =
                module == null || module.equals(BUILT_IN) ? function : module + ":" + function;
        String name =
                provider.text()
                        + ":"
                        + (module == null ? "" : module + ":")
                        + function
                        + (offset == 0 ? "" : "+" + offset);
        return new ResolvedAttachPoint(
                point,
                name,
                new Hook.Kprobe(inModule, offset, returns),
                returns
                        ? new ProbeArguments.Result()
                        : new ProbeArguments.Registers(AddressSpace.KERNEL));
    }

    private void address(AttachPoint point, Provider provider, List<ResolvedAttachPoint> resolved) {
        Integers.Read address = Integers.read(point.parts().getLast());
        if (address.error() != null) {
            problems.error(point.span(), "Invalid address: " + address.error());
        } else if (provider == Provider.KRETPROBE) {
            problems.error(
                    point.span(),
                    "a kretprobe needs a function: what returns is not an instruction");
        } else if (!unsafe) {
            problems.error(point.span(), "Probing by address requires --unsafe");
        } else {
            resolved.add(
                    new ResolvedAttachPoint(
                            point,
                            provider.text() + ":" + String.join(":", point.parts()),
                            new Hook.KprobeAt(address.value()),
                            new ProbeArguments.Registers(AddressSpace.KERNEL)));
        }
    }

    private long offset(AttachPoint point, String text) {
        Integers.Read number = Integers.read(text);
        if (number.error() != null || number.negative() || number.value() < 0) {
            problems.error(
                    point.span(),
                    "Invalid offset: "
                            + (number.error() == null
                                    ? "invalid integer: " + text
                                    : number.error()));
            return -1;
        }
        return number.value();
    }

    /** Adds what {@code fentry[:module]:function} matches; what is missing, if anything. */
    @Nullable Missing fentry(
            ProbeContext probe,
            AttachPoint point,
            Provider provider,
            List<ResolvedAttachPoint> resolved) {
        if (!hasParts(point, provider)) {
            return null;
        }
        Optional<Btf> types = target.btf();
        if (types.isEmpty() || !target.version().isAtLeast(5, 5)) {
            problems.error(
                    point.span(),
                    provider.text()
                            + " probes need Linux 5.5 and the kernel's BTF (CONFIG_DEBUG_INFO_BTF),"
                            + " which this kernel does not have",
                    "use a " + (provider == Provider.FEXIT ? "kretprobe" : "kprobe"));
            return null;
        }
        String module = module(point);
        String name = point.parts().getLast();
        if (module != null && module.equals("bpf")) {
            problems.error(point.span(), provider.text() + " of BPF programs is not supported yet");
            return null;
        }
        if (module != null && !module.equals(BUILT_IN) && !isPattern(module)) {
            problems.error(
                    point.span(),
                    provider.text() + " of functions of modules is not supported yet",
                    "use a " + (provider == Provider.FEXIT ? "kretprobe" : "kprobe"));
            return null;
        }
        Btf btf = types.get();
        if (!isPattern(name)) {
            int id = btf.find(name, BtfKind.FUNC);
            if (id == 0) {
                return missing(provider, point, name);
            }
            resolved.add(fentry(probe, point, provider, btf, id));
            return null;
        }
        int before = resolved.size();
        for (KernelFunctions.Function function : target.functions().match(BUILT_IN, name)) {
            int id = btf.find(function.name(), BtfKind.FUNC);
            if (id != 0) {
                resolved.add(fentry(probe, point, provider, btf, id));
            }
        }
        return resolved.size() == before ? missing(provider, point, name) : null;
    }

    private static ResolvedAttachPoint fentry(
            ProbeContext probe, AttachPoint point, Provider provider, Btf btf, int id) {
        String name = btf.name(id);
        return new ResolvedAttachPoint(
                point,
                provider.text() + ":" + BUILT_IN + ":" + name,
                new Hook.Traced(name, provider == Provider.FEXIT),
                probe.usesArguments()
                        ? prototype(btf, id, provider == Provider.FEXIT)
                        : new ProbeArguments.Prototype(List.of(), 0, null));
    }

    /**
     * The arguments of a function lie in words one behind the other, what is wider than a word in
     * several (since Linux 6.0); behind them is the result.
     */
    static ProbeArguments.Prototype prototype(Btf btf, int function, boolean exit) {
        if (!(btf.type(function) instanceof BtfType.Func(var _, int prototype, var _))
                || !(btf.type(prototype) instanceof BtfType.FuncProto proto)) {
            return new ProbeArguments.Prototype(List.of(), 0, null);
        }
        List<ProbeArguments.Slot> slots = new ArrayList<>();
        int word = 0;
        for (BtfType.Parameter parameter : proto.parameters()) {
            int size = Math.max(btf.sizeOf(parameter.type()), 1);
            String name = parameter.name().isEmpty() ? "arg" + word : parameter.name();
            slots.add(new ProbeArguments.Slot(name, type(btf, parameter.type()), word));
            word += (size + 7) / 8;
        }
        ScriptType result = exit ? type(btf, proto.result()) : null;
        return new ProbeArguments.Prototype(slots, word, result);
    }

    private static ScriptType type(Btf btf, int id) {
        return BtfTypes.of(btf, id, AddressSpace.TYPED);
    }

    private boolean hasParts(AttachPoint point, Provider provider) {
        int parts = point.parts().size();
        if (parts == 1 || parts == 2) {
            return true;
        }
        problems.error(
                point.span(),
                provider.text()
                        + " probe type requires 1 or "
                        + (provider == Provider.FENTRY || provider == Provider.FEXIT ? 3 : 2)
                        + " arguments, found "
                        + parts);
        return false;
    }

    private static @Nullable String module(AttachPoint point) {
        return point.parts().size() == 2 ? point.parts().getFirst() : null;
    }

    static boolean isPattern(String name) {
        return name.indexOf('*') >= 0;
    }

    private Missing missing(Provider provider, AttachPoint point, String name) {
        String near = isPattern(name) ? null : NearestName.of(name, target.functions().names());
        return Missing.of(
                "No matches for " + provider.text() + " " + String.join(":", point.parts()) + ".",
                near == null ? null : provider.text() + ":" + near);
    }
}
