package dev.skep.bpf.target;

import dev.skep.bpf.BpfException;
import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfKind;

import org.jspecify.annotations.Nullable;

/**
 * Where a kernel's types have a function.
 *
 * @param types the types of the kernel itself, or of a module
 * @param id the id of its FUNC there
 * @param module the module that has it; empty for the kernel itself
 */
public record FunctionType(Btf types, int id, String module) {

    /**
     * {@return the function of that name; null if neither the kernel nor a loaded module has it} A
     * module whose types can't be read counts as having none.
     */
    public static @Nullable FunctionType find(Target target, String name) {
        Btf kernel = target.btf().orElse(null);
        if (kernel == null) {
            return null;
        }
        int id = kernel.find(name, BtfKind.FUNC);
        if (id != 0) {
            return new FunctionType(kernel, id, "");
        }
        for (String module : target.modules().names()) {
            Btf types = types(target, module);
            int found = types == null ? 0 : types.find(name, BtfKind.FUNC);
            if (types != null && found != 0) {
                return new FunctionType(types, found, module);
            }
        }
        return null;
    }

    private static @Nullable Btf types(Target target, String module) {
        try {
            return target.modules().btf(module).orElse(null);
        } catch (BpfException _) {
            return null; // as others do: one corrupt module must not keep all programs away
        }
    }
}
