package dev.skep.bpf.target;

import org.jspecify.annotations.Nullable;

/** Everything that differs between the machines that Skep knows. */
public enum Arch {
    /** 64-bit x86, as Linux calls it; {@code amd64} to the JDK and to Debian. */
    X86_64("x86_64", "amd64", 4096, PtRegs.X86_64);

    private final String linuxName;
    private final String javaName;
    private final int pageSize;

    @SuppressWarnings("ImmutableEnumChecker") // a record of copied lists
    private final PtRegs registers;

    Arch(String linuxName, String javaName, int pageSize, PtRegs registers) {
        this.linuxName = linuxName;
        this.javaName = javaName;
        this.pageSize = pageSize;
        this.registers = registers;
    }

    /** {@return what {@code uname -m} says} */
    public String linuxName() {
        return linuxName;
    }

    /** {@return the registers as probes get them} */
    public PtRegs registers() {
        return registers;
    }

    /** {@return the bytes of a page} */
    public int pageSize() {
        return pageSize;
    }

    /**
     * {@return the machine that Linux ({@code uname -m}) or the JDK ({@code os.arch}) calls so, or
     * null}
     */
    public static @Nullable Arch named(String name) {
        for (Arch arch : values()) {
            if (arch.linuxName.equals(name) || arch.javaName.equals(name)) {
                return arch;
            }
        }
        return null;
    }
}
