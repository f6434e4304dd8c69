package dev.skep.compiler.call;

import java.util.List;

/**
 * What a helper, or a {@link KernelFunction}, takes, gives and changes: {@code struct
 * bpf_func_proto} of the kernel. Memory is followed by its size, but for keys and values, whose
 * size is the map's.
 *
 * @param scope which programs may call it
 * @param effect what may be different behind it
 * @param result what it gives
 * @param arguments what it takes, in order
 */
public record HelperSignature(
        HelperScope scope,
        HelperEffect effect,
        HelperResult result,
        List<HelperArgument> arguments) {

    /** Takes a copy of the list. */
    public HelperSignature {
        arguments = List.copyOf(arguments);
    }
}
