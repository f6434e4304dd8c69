package dev.skep.sys;

/**
 * Makes the way into the kernel ready. The JDK takes about 25 ms of a new process for its first
 * foreign call; a thread of its own can spend them while a script is compiled.
 */
public final class Linkage implements Runnable {

    private Linkage() {}

    /** Starts a thread that makes ready what the first system call needs, and ends. */
    public static void prepare() {
        Thread thread = new Thread(new Linkage(), "linkage");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void run() {
        Syscalls.call(SystemCall.FCNTL, -1, 0);
    }
}
