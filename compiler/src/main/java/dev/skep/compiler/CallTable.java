package dev.skep.compiler;

import dev.skep.bpf.asm.BpfHelper;
import dev.skep.bpf.asm.SourcePosition;
import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfEnumerator;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.target.KernelVersion;
import dev.skep.bpf.target.Target;
import dev.skep.compiler.call.HelperSignature;
import dev.skep.compiler.call.HelperTable;
import dev.skep.compiler.ir.Block;
import dev.skep.compiler.ir.Call;
import dev.skep.compiler.ir.Function;
import dev.skep.compiler.ir.KernelFunctionCall;
import dev.skep.compiler.ir.Module;
import dev.skep.compiler.ir.Operation;

import org.jspecify.annotations.Nullable;

import java.util.BitSet;
import java.util.Locale;

/**
 * Which helpers and functions a Target has, and for which programs: what is missing is found before
 * anything is loaded, and has a place in the source.
 */
public final class CallTable {
    private final Target target;

    /** The numbers of helpers that were found to be there. */
    private final BitSet present = new BitSet();

    /**
     * A call of what is not there.
     *
     * @param message what is missing, a sentence without its stop
     * @param position where it is called, if known
     */
    public record Refusal(String message, @Nullable SourcePosition position) {}

    private CallTable(Target target) {
        this.target = target;
    }

    /** {@return the table of a Target} */
    public static CallTable of(Target target) {
        return new CallTable(target);
    }

    /** {@return the first call of a program that the Target does not take, or null} */
    public @Nullable Refusal refusal(Module module, ProgramType type) {
        for (Function function : module.used()) {
            for (Block block : function.blocks()) {
                for (int i = 0; i < block.operationCount(); i++) {
                    String message = refusal(block.operation(i), type);
                    if (message != null) {
                        return new Refusal(message, block.operation(i).position());
                    }
                }
            }
        }
        return null;
    }

    private @Nullable String refusal(Operation operation, ProgramType type) {
        if (operation instanceof Call call) {
            return refusal(call.helper(), type);
        }
        return operation instanceof KernelFunctionCall call
                ? new KernelFunctionRules(target).refusal(call, type)
                : null;
    }

    /** {@return why programs of a type cannot call a helper, or null if they can} */
    public @Nullable String refusal(BpfHelper helper, ProgramType type) {
        if (!has(helper)) {
            return "The helper bpf_"
                    + helper.kernelName()
                    + " is there from Linux "
                    + helper.since()
                    + " on, this is for "
                    + target.version();
        }
        HelperSignature signature = HelperTable.signature(helper);
        return signature == null || signature.scope().has(type)
                ? null
                : "The helper bpf_"
                        + helper.kernelName()
                        + " is for "
                        + signature.scope().text()
                        + ", not for "
                        + type.name().toLowerCase(Locale.ROOT);
    }

    /** {@return whether the Target's kernel has a helper} */
    public boolean has(BpfHelper helper) {
        if (!present.get(helper.number())) {
            KernelVersion since = KernelVersion.parse(helper.since());
            if (!target.version().isAtLeast(since.major(), since.minor()) && !isInTypes(helper)) {
                return false;
            }
            present.set(helper.number());
        }
        return true;
    }

    /**
     * {@return whether the Target's types number the helper: a distribution may have brought it to
     * an older kernel}
     */
    private boolean isInTypes(BpfHelper helper) {
        Btf types = target.btf().orElse(null);
        BtfEnumerator end = types == null ? null : types.enumerator("__BPF_FUNC_MAX_ID");
        return end != null && helper.number() < end.value();
    }
}
