package dev.skep.trace.schema;

import dev.skep.bpf.btf.Layout;
import dev.skep.trace.syntax.Span;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A kind of record in the ring buffer. Its bytes are laid out by {@link #layout()}, whose first
 * field is the u64 {@code id}.
 */
public sealed interface EventFormat {

    /** The layout of a record that says all by its id. */
    Layout.Struct BARE = Layout.struct("event").field("id", Layout.U64).build();

    /**
     * {@return how a record is laid out; its size is at least that of a record in the ring buffer}
     */
    Layout.Struct layout();

    /**
     * A value in a record.
     *
     * @param offset bytes from the start of the record
     * @param format what is there
     */
    record Argument(int offset, ValueFormat format) {}

    /**
     * {@code printf(format, …)}.
     *
     * @param format the format string
     * @param arguments what fills its specs, in order
     * @param layout the id and the arguments
     */
    record Printf(PrintfFormat format, List<Argument> arguments, Layout.Struct layout)
            implements EventFormat {
        public Printf {
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * A call that formats its arguments as {@code printf} does, for another purpose.
     *
     * @param purpose what becomes of the text
     * @param text the format and its arguments
     * @param span the call
     * @param limit how many bytes of a file are shown at most; 0 where there is no file
     */
    record Formatted(Purpose purpose, Printf text, Span span, int limit) implements EventFormat {

        /** What becomes of a formatted text. */
        public enum Purpose {
            /** {@code errorf}: it is an error. */
            ERROR,
            /** {@code warnf}: it is a warning. */
            WARNING,
            /** {@code system}: the shell runs it, and its output is shown. */
            COMMAND,
            /** {@code cat}: the file of that name is shown. */
            FILE
        }

        @Override
        public Layout.Struct layout() {
            return text.layout();
        }
    }

    /**
     * {@code join(strings, separator)}: how many strings there are, then room for {@link #STRINGS}
     * of them.
     *
     * @param separator what stands between them
     */
    record Join(String separator) implements EventFormat {

        /** The most strings. */
        public static final int STRINGS = 16;

        /** Bytes of each, the NUL included. */
        public static final int CAPACITY = 1024;

        /** Where their count is. */
        public static final int COUNT = 8;

        private static final Layout.Struct LAYOUT =
                Layout.struct("join")
                        .field("id", Layout.U64)
                        .field("count", Layout.U64)
                        .field("strings", new Layout.Array(new Layout.Text(CAPACITY), STRINGS))
                        .build();

        /** {@return where a string is} */
        public static int offset(int index) {
            return COUNT + 8 + index * CAPACITY;
        }

        @Override
        public Layout.Struct layout() {
            return LAYOUT;
        }
    }

    /**
     * {@code print(value)}.
     *
     * @param value the value
     * @param layout the id and the value
     */
    record PrintValue(Argument value, Layout.Struct layout) implements EventFormat {}

    /**
     * {@code print(@m, top, div)}.
     *
     * @param map the map
     * @param top how many of the last entries are shown, 0 for all
     * @param div what values are divided by; 0 and 1 leave them
     */
    record PrintMap(MapSchema map, int top, int div) implements EventFormat {
        @Override
        public Layout.Struct layout() {
            return BARE;
        }
    }

    /**
     * {@code print(@m[key])} of a map whose value is per CPU, so that only user space can read it.
     *
     * @param map the map
     * @param keyOffset where in the record the user's key is, laid out by the map's {@link
     *     MapSchema#key()}
     * @param layout the id and the key
     */
    record PrintMapEntry(MapSchema map, int keyOffset, Layout.Struct layout)
            implements EventFormat {}

    /**
     * {@code skboutput(file, skb, length, offset)}: it goes through a perf buffer of its own,
     * {@link EventSchema#PACKETS}, as the kernel puts the packet's bytes behind the record.
     *
     * @param file the file that gets the packets
     */
    record Packet(String file) implements EventFormat {

        /** Where the time is, in ns since boot. */
        public static final int TIME = 8;

        /** Where it is how many bytes of the packet are left out at its start. */
        public static final int SKIPPED = 16;

        /** Where the packet's bytes begin. */
        public static final int BYTES = 24;

        private static final Layout.Struct LAYOUT =
                Layout.struct("packet")
                        .field("id", Layout.U64)
                        .field("time", Layout.U64)
                        .field("skipped", Layout.U64)
                        .build();

        @Override
        public Layout.Struct layout() {
            return LAYOUT;
        }
    }

    /** {@code clear(@m)}: all entries go. */
    record ClearMap(MapSchema map) implements EventFormat {
        @Override
        public Layout.Struct layout() {
            return BARE;
        }
    }

    /** {@code zero(@m)}: all values become 0. */
    record ZeroMap(MapSchema map) implements EventFormat {
        @Override
        public Layout.Struct layout() {
            return BARE;
        }
    }

    /**
     * {@code time(format)}: the wall clock when the record is handled.
     *
     * @param format for strftime(3)
     */
    record Time(String format) implements EventFormat {
        @Override
        public Layout.Struct layout() {
            return BARE;
        }
    }

    /**
     * {@code exit(code)}: the script ends.
     *
     * @param code the process's exit code
     * @param layout the id and the code
     */
    record Exit(Argument code, Layout.Struct layout) implements EventFormat {

        /** The one there is. */
        public static final Exit FORMAT = of();

        private static Exit of() {
            Layout.Struct layout =
                    Layout.struct("exit")
                            .field("id", Layout.U64)
                            .field("code", new Layout.Int(4, true))
                            .build();
            int offset = layout.fields().get(1).offset();
            return new Exit(new Argument(offset, new ValueFormat.Int(4, true)), layout);
        }
    }

    /**
     * Something went wrong in a program, which went on.
     *
     * @param message what, in one sentence; null if the name of {@code result}'s errno says it
     * @param helper the BPF helper that failed, without {@code bpf_}; null if it was none
     * @param span which expression
     */
    record RuntimeError(@Nullable String message, @Nullable String helper, Span span)
            implements EventFormat {

        /** Offset of the helper's result, an s32, 0 if there was none. */
        public static final int RESULT_OFFSET = 8;

        private static final Layout.Struct LAYOUT =
                Layout.struct("runtime_error")
                        .field("id", Layout.U64)
                        .field("result", new Layout.Int(4, true))
                        .build();

        @Override
        public Layout.Struct layout() {
            return LAYOUT;
        }
    }
}
