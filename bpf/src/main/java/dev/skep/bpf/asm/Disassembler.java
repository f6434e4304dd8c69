package dev.skep.bpf.asm;

import org.jspecify.annotations.Nullable;

/**
 * Writes instructions as text, in the syntax of LLVM's tools: {@code r1 = *(u64 *)(r2 + 0x8)}.
 * {@link Assembler} reads it back.
 */
public final class Disassembler {

    /** What to do with what LLVM's syntax cannot say. */
    public enum Style {
        /**
         * Nothing: the text is that of {@code llvm-objdump -d --no-show-raw-insn --mcpu=v4} without
         * the symbols in angle brackets. Not everything can be read back from it: it writes
         * helpers, subprograms and kernel functions alike.
         */
        LLVM,

        /**
         * Name it, for people: {@code call map_lookup_elem#1}, {@code r1 = map @events ll}, {@code
         * goto L1}, with the source before what it became. Everything can be read back from it.
         */
        ANNOTATED
    }

    private Disassembler() {}

    /** {@return the text of one instruction; where it goes is written as an offset} */
    public static String instruction(Instruction instruction, Style style) {
        StringBuilder out = new StringBuilder();
        new InstructionText(out, style, null).append(instruction, 0);
        return out.toString();
    }

    /** {@return the text of all instructions, a line each with its slot in front} */
    public static String listing(Code code, Style style) {
        StringBuilder out = new StringBuilder();
        boolean annotated = style == Style.ANNOTATED;
        Places places = annotated ? new Places(code) : null;
        InstructionText text = new InstructionText(out, style, places);
        SourcePosition source = null;
        int slot = 0;
        for (CodeElement element : code.elements()) {
            if (places != null) {
                source = source(out, source, element.source());
                String name = places.name(slot);
                if (name != null) {
                    out.append(name).append(":\n");
                }
            }
            number(out, slot);
            out.append(annotated ? ' ' : '\t');
            text.append(element.instruction(), slot);
            out.append('\n');
            slot += element.instruction().slots();
        }
        return out.toString();
    }

    /** Writes the line that an instruction comes from if that is another one than before. */
    private static @Nullable SourcePosition source(
            StringBuilder out, @Nullable SourcePosition before, @Nullable SourcePosition now) {
        if (now == null) {
            return before;
        }
        if (before == null || before.line() != now.line() || !before.file().equals(now.file())) {
            out.append("; ").append(now.file()).append(':').append(now.line()).append(": ");
            out.append(now.text()).append('\n');
        }
        return now;
    }

    private static void number(StringBuilder out, int slot) {
        String digits = Integer.toString(slot);
        out.repeat(' ', Math.max(0, 8 - digits.length())).append(digits).append(':');
    }
}
