package dev.skep.bpf.elf;

import java.util.List;

/**
 * A place in a program at which a statically defined probe (USDT) can be attached: a note {@code
 * stapsdt}, made by the macros of systemtap's {@code sys/sdt.h}. A probe that was inlined, or that
 * is named at several places, has several.
 *
 * @param provider who defines it
 * @param name the probe's own name
 * @param location the address of its {@code nop} instruction; {@link ElfFile#fileOffset} of it is
 *     where the uprobe goes
 * @param semaphore the address of a 16-bit counter that is to be raised as long as the probe is
 *     attached, 0 if there is none; {@link ElfFile#fileOffset} of it is the uprobe's reference
 *     counter
 * @param argumentText where the arguments are when the instruction runs, in the assembler's words
 * @param machine what it is for, EM_*
 */
public record UsdtProbe(
        String provider,
        String name,
        long location,
        long semaphore,
        String argumentText,
        int machine) {

    /**
     * {@return the arguments in their order} What is not understood is {@link
     * UsdtArgument.Unknown}: the other arguments can still be read.
     */
    public List<UsdtArgument> arguments() {
        return UsdtArgumentParser.parse(argumentText, machine);
    }
}
