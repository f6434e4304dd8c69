package dev.skep.bpf.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.AttachException;
import dev.skep.bpf.BpfObject;
import dev.skep.bpf.BpfProgram;
import dev.skep.bpf.load.CountingProgram;
import dev.skep.bpf.load.Loader;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.target.Target;
import dev.skep.bpf.testkit.TestTarget;
import dev.skep.sys.Errno;
import dev.skep.sys.testkit.FakeKernel;
import dev.skep.sys.testkit.FakeKernel.Operation;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AttachTest {

    private final FakeKernel kernel = new FakeKernel(2);
    private final Target target = TestTarget.of("6.18.44");
    private final BpfObject object =
            Loader.load(CountingProgram.object(ProgramType.PERF_EVENT, ""), target, kernel);
    private final BpfProgram program = object.program("count");
    private final int before = kernel.openDescriptors();

    @AfterEach
    void nothingIsLeft() {
        assertThat(kernel.openDescriptors()).isEqualTo(before);
        object.close();
    }

    @Test
    void aProfileIsOnEveryOnlineCpu() {
        try (Link link = Attach.profile(program, target, Timer.hertz(99), "profile:hz:99")) {
            assertThat(kernel.attached()).containsExactly("perf:0", "perf:1");
            assertThat(link.form()).isEqualTo(Link.Form.PERF_EVENT_LINK);
        }
    }

    @Test
    void aCpuThatWentOfflineIsPassedOver() {
        kernel.fail(Operation.PERF_EVENT_OPEN, Errno.ENODEV);
        try (Link link = Attach.profile(program, target, Timer.hertz(99), "profile:hz:99")) {
            assertThat(kernel.attached()).containsExactly("perf:1");
            assertThat(link.target()).isEqualTo("profile:hz:99");
        }
    }

    @Test
    void olderKernelsAttachByIoctl() {
        kernel.fail(Operation.LINK_CREATE, Errno.EINVAL);
        try (Link link = Attach.tracepoint(program, 7, "tracepoint a:b")) {
            assertThat(link.form()).isEqualTo(Link.Form.PERF_EVENT_IOCTL);
        }
    }

    @Test
    void whatFailsHalfWayIsUndone() {
        kernel.fail(Operation.LINK_CREATE, Errno.EINVAL);
        kernel.fail(Operation.IOCTL, Errno.EPERM);
        assertThatThrownBy(() -> Attach.profile(program, target, Timer.hertz(99), "profile:hz:99"))
                .isInstanceOf(AttachException.class)
                .hasMessageContaining("attaching to profile:hz:99 failed: EPERM")
                .hasMessageContaining("CAP_PERFMON");
    }

    @Test
    void anUnknownRawTracepointIsNamed() {
        kernel.fail(Operation.RAW_TRACEPOINT_OPEN, Errno.ENOENT);
        assertThatThrownBy(() -> Attach.rawTracepoint(program, "nosuch"))
                .isInstanceOf(AttachException.class)
                .hasMessageContaining("raw tracepoint nosuch")
                .hasMessageContaining("no such tracepoint");
    }
}
