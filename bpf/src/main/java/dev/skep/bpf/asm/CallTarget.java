package dev.skep.bpf.asm;

import dev.skep.bpf.btf.FunctionSignature;

/** What a call calls. */
public sealed interface CallTarget {

    /**
     * A helper of the kernel by its number in uapi {@code bpf.h}.
     *
     * @param number the number
     */
    record Helper(int number) implements CallTarget {}

    /**
     * A subprogram.
     *
     * @param offset slots from the next instruction to its first one
     */
    record Subprogram(int offset) implements CallTarget {}

    /**
     * A kernel function by its BTF type id. Since Linux 5.13.
     *
     * @param typeId the id of the FUNC
     * @param fdIndex index of the module's BTF in the load's fd_array, 0 for vmlinux
     */
    record KernelFunction(int typeId, short fdIndex) implements CallTarget {}

    /**
     * A kernel function by its name; the loader turns it into {@link KernelFunction}.
     *
     * @param name its name in the kernel's BTF, perhaps with a flavour: what follows its last three
     *     underscores tells declarations apart and is not looked for ({@code bpf_core_read.h})
     * @param weak whether a kernel without it loads the program all the same: the call must not be
     *     reached there
     * @param signature what the caller takes it for
     */
    record KernelFunctionReference(String name, boolean weak, FunctionSignature signature)
            implements CallTarget {

        /** {@return the name without its flavour} */
        public String kernelName() {
            for (int at = name.length() - 4; at > 0; at--) {
                if (name.startsWith("___", at)
                        && name.charAt(at - 1) != '_'
                        && name.charAt(at + 3) != '_') {
                    return name.substring(0, at);
                }
            }
            return name;
        }
    }
}
