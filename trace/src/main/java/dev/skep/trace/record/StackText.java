package dev.skep.trace.record;

/** The text of stacks and symbols: bpftrace's, byte for byte. */
final class StackText {
    private static final String INDENT = "        ";

    private StackText() {}

    /** Appends a stack: a line end, then a line for each frame. */
    static void append(StringBuilder out, Value.Stack stack) {
        out.append('\n');
        for (Value.Frame frame : stack.frames()) {
            switch (stack.mode()) {
                case BPFTRACE -> symbolAndOffset(out.append(INDENT), frame);
                case PERF -> perf(out, frame, stack.user());
                case RAW -> out.append(Long.toHexString(frame.address()));
                case BUILD_ID -> {
                    if (frame.module() == null) {
                        out.append(Long.toHexString(frame.address()));
                    } else {
                        address(out.append(frame.module()).append(' '), frame);
                    }
                }
            }
            out.append('\n');
        }
    }

    /** Appends the name of what is at an address, without an offset. */
    static void append(StringBuilder out, Value.Frame frame) {
        if (frame.symbol() != null) {
            out.append(frame.symbol());
        } else if (frame.address() == 0) {
            out.append('0');
        } else {
            address(out, frame);
        }
    }

    private static void perf(StringBuilder out, Value.Frame frame, boolean user) {
        out.append('\t').append(Long.toHexString(frame.address())).append(' ');
        symbolAndOffset(out, frame);
        if (user) {
            String module = frame.module() == null ? "[unknown]" : frame.module();
            out.append(" (").append(module).append(')');
        }
    }

    private static void symbolAndOffset(StringBuilder out, Value.Frame frame) {
        if (frame.symbol() == null) {
            address(out, frame);
        } else {
            out.append(frame.symbol()).append('+').append(frame.offset());
        }
    }

    private static void address(StringBuilder out, Value.Frame frame) {
        out.append("0x").append(Long.toHexString(frame.address()));
    }
}
