package dev.skep.sys;

import java.util.Locale;

/** The system calls Skep makes, with their numbers: they are what differs between architectures. */
enum SystemCall {
    READ(0, 63),
    WRITE(1, 64),
    CLOSE(3, 57),
    CLOCK_GETTIME(228, 113),
    MMAP(9, 222),
    MUNMAP(11, 215),
    RT_SIGACTION(13, 134),
    IOCTL(16, 29),
    KILL(62, 129),
    FCNTL(72, 25),
    PRCTL(157, 167),
    EPOLL_CTL(233, 21),
    WAITID(247, 95),
    OPENAT(257, 56),
    UNSHARE(272, 97),
    EPOLL_PWAIT(281, 22),
    EVENTFD2(290, 19),
    EPOLL_CREATE1(291, 20),
    PIPE2(293, 59),
    PERF_EVENT_OPEN(298, 241),
    PRLIMIT64(302, 261),
    BPF(321, 280),
    FSOPEN(430, 430),
    FSCONFIG(431, 431),
    FSMOUNT(432, 432),
    PIDFD_OPEN(434, 434);

    private static final boolean ARM64 =
            System.getProperty("os.arch", "").toLowerCase(Locale.ROOT).equals("aarch64");

    private final int x86;
    private final int arm64;

    SystemCall(int x86, int arm64) {
        this.x86 = x86;
        this.arm64 = arm64;
    }

    /** {@return the number on this machine} */
    int number() {
        return ARM64 ? arm64 : x86;
    }
}
