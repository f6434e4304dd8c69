package dev.skep.bpf.testkit;

import java.nio.file.Path;

/** A bpffs for one test, in a mount namespace that ends with what is run in it. */
public final class PrivateBpffs {

    private PrivateBpffs() {}

    /**
     * {@return what a script of the shell wrote to its standard output}
     *
     * @param directory where it runs; the bpffs is its folder {@code pins}
     * @param script the script, which ends at the first command that fails
     * @throws AssertionError if a command fails
     */
    public static String run(Path directory, String script) {
        return PeerTool.run(
                directory,
                "unshare",
                "--mount",
                "sh",
                "-euc",
                "mkdir pins\nmount -t bpf bpf pins\n" + script);
    }
}
