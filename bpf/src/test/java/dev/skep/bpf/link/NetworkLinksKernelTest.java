package dev.skep.bpf.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.load.CountingProgram;
import dev.skep.bpf.spec.AttachType;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.sys.Kernel;
import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;

/** Packets, by the cgroup that sends them and the device that they come in by. */
@NeedsKernel
@Timeout(60)
class NetworkLinksKernelTest {

    /** What lets a packet of a cgroup go. */
    private static final int ALLOW = 1;

    private static final int XDP_PASS = 2;
    private static final int XDP_GENERIC = 2;

    /** The index of the loopback device, in every network namespace. */
    private static final int LOOPBACK = 1;

    private final Kernel kernel = Kernel.running();

    private static void sendToOneself() throws IOException {
        InetAddress here = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        try (DatagramSocket socket = new DatagramSocket(0, here)) {
            socket.setSoTimeout(10_000);
            DatagramPacket packet =
                    new DatagramPacket(new byte[] {42}, 1, here, socket.getLocalPort());
            socket.send(packet);
            socket.receive(packet);
            assertThat(packet.getData()).containsExactly(42);
        }
    }

    /** {@return where the second version of cgroups is mounted} */
    private static Path cgroups() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/mounts"))) {
            String[] words = line.split(" ", -1);
            if (words[2].equals("cgroup2")) {
                return Path.of(words[1]);
            }
        }
        throw new AssertionError("cgroup2 is not mounted");
    }

    @Test
    @NeedsKernel(kconfig = "CONFIG_CGROUP_BPF")
    void packetsOfACgroup() throws Exception {
        ObjectSpec spec =
                CountingProgram.object(
                        ProgramType.CGROUP_SKB, AttachType.CGROUP_INET_EGRESS, "", ALLOW);
        int cgroup = kernel.open(cgroups().toString());
        assertThat(cgroup).isNotNegative();
        try {
            Firing.of(
                            spec,
                            program -> Attach.cgroup(program, cgroup, "egress"),
                            NetworkLinksKernelTest::sendToOneself)
                    .check(Link.Form.CGROUP);
        } finally {
            kernel.close(cgroup);
        }
    }

    /** In a network namespace of its own, for the program must not touch anybody's packets. */
    @Test
    void packetsOfADevice() throws Exception {
        FutureTask<Boolean> test =
                new FutureTask<>(() -> {
                    assertThat(kernel.enterNewNetworkNamespace()).isZero();
                    // A child starts where the thread is that starts it.
                    Process up =
                            new ProcessBuilder("busybox", "ip", "link", "set", "lo", "up")
                                    .inheritIO()
                                    .start();
                    assertThat(up.waitFor()).isZero();
                    Firing.of(
                                    CountingProgram.object(
                                            ProgramType.XDP, AttachType.XDP, "", XDP_PASS),
                                    program -> Attach.xdp(program, LOOPBACK, XDP_GENERIC, "lo"),
                                    NetworkLinksKernelTest::sendToOneself)
                            .check(Link.Form.XDP);
                    return true;
                });
        Thread.ofPlatform().name("in a network namespace").start(test);
        assertThat(test.get()).isTrue();
    }
}
