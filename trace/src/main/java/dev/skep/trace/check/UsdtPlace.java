package dev.skep.trace.check;

import dev.skep.bpf.elf.UsdtArgument;

/**
 * Where an argument of a USDT probe is when its instruction runs.
 *
 * @param argument what the probe's note says
 * @param fromInstruction for a variable of the program the bytes from the probe's instruction to
 *     it, wherever both were loaded; else 0
 * @param found whether the variable is known; true for what is none
 */
public record UsdtPlace(UsdtArgument argument, long fromInstruction, boolean found) {

    /** {@return whether it can't be read} */
    boolean isUnknown() {
        return !found || argument instanceof UsdtArgument.Unknown;
    }

    /** {@return what messages call it} */
    String text() {
        return switch (argument) {
            case UsdtArgument.Unknown unknown -> unknown.text();
            case UsdtArgument.InVariable variable -> variable.symbol() + ", which is not found";
            case UsdtArgument.Constant _,
                    UsdtArgument.InRegister _,
                    UsdtArgument.InMemory _,
                    UsdtArgument.Indexed _ ->
                    "a known place";
        };
    }
}
