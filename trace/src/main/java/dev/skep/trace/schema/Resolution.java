package dev.skep.trace.schema;

import dev.skep.bpf.btf.Layout;

/** What a program sends as a number or as bytes, and user space makes text of. */
@SuppressWarnings("ImmutableEnumChecker") // Layouts are immutable.
public enum Resolution {
    /**
     * A point in time: the number of a format among the script's texts, the number of a {@link
     * dev.skep.trace.system.WallClock.Source}, nanoseconds.
     */
    TIMESTAMP(
            "timestamp",
            Layout.struct("timestamp")
                    .field("format", Layout.U32)
                    .field("clock", Layout.U32)
                    .field("ns", Layout.U64)
                    .build()),
    /** A user by number. */
    USERNAME("username_t", Layout.U64),
    /** A network address: its family, and 4 or 16 bytes. */
    INET(
            "inet",
            Layout.struct("inet")
                    .field("family", Layout.U64)
                    .field("bytes", new Layout.Array(new Layout.Int(1, false), 16))
                    .build()),
    /** An address of Ethernet. */
    MAC("mac_address", new Layout.Array(new Layout.Int(1, false), 6)),
    /** A cgroup by number, behind the number of a pattern among the script's texts. */
    CGROUP_PATH(
            "cgroup_path_t",
            Layout.struct("cgroup_path")
                    .field("filter", Layout.U64)
                    .field("id", Layout.U64)
                    .build());

    /** Where the second word of those that have two is. */
    public static final int SECOND = 8;

    private final String text;
    private final Layout layout;

    Resolution(String text, Layout layout) {
        this.text = text;
        this.layout = layout;
    }

    /** {@return how messages name the type} */
    public String text() {
        return text;
    }

    /** {@return how it is laid out} */
    public Layout layout() {
        return layout;
    }
}
