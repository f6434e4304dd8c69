package dev.skep.bpf.target;

import org.jspecify.annotations.Nullable;

import java.nio.ByteOrder;

/** Everything that differs between the machines that Skep knows. */
public enum Arch {
    /** 64-bit x86, as Linux calls it; {@code amd64} to the JDK and to Debian. */
    X86_64("x86_64", "amd64", ByteOrder.LITTLE_ENDIAN, 4096, "__x64_sys_", PtRegs.X86_64);

    private final String linuxName;
    private final String javaName;
    private final ByteOrder byteOrder;
    private final int pageSize;
    private final String syscallPrefix;

    @SuppressWarnings("ImmutableEnumChecker") // a record of copied lists
    private final PtRegs registers;

    Arch(
            String linuxName,
            String javaName,
            ByteOrder byteOrder,
            int pageSize,
            String syscallPrefix,
            PtRegs registers) {
        this.linuxName = linuxName;
        this.javaName = javaName;
        this.byteOrder = byteOrder;
        this.pageSize = pageSize;
        this.syscallPrefix = syscallPrefix;
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

    /** {@return the byte order of memory} */
    public ByteOrder byteOrder() {
        return byteOrder;
    }

    /** {@return the size of a pointer and of the kernel's {@code long} in bytes} */
    public int pointerSize() {
        return 8;
    }

    /** {@return the bytes of a page} */
    public int pageSize() {
        return pageSize;
    }

    /**
     * {@return what stands before a system call's name in the name of the function that enters it}
     */
    public String syscallPrefix() {
        return syscallPrefix;
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
