package dev.skep.bpf.btf;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Objects.requireNonNull;

import dev.skep.bpf.target.Target;
import dev.skep.sys.Errno;
import dev.skep.sys.Kernel;
import dev.skep.sys.LogBuffer;
import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/** The running kernel's types, and whether it takes ours. */
@NeedsKernel
@Timeout(60)
class BtfKernelTest {

    @Test
    void everyTypeOfTheKernelIsDecoded() {
        Btf btf = Target.running().btf().orElseThrow();
        assertThat(btf.idCount()).isGreaterThan(10_000);
        for (int id = 0; id < btf.idCount(); id++) {
            assertThat(btf.type(id).name()).isEqualTo(btf.name(id));
            btf.sizeOf(id);
        }
    }

    @Test
    void fieldsOfTheKernelAreWhereItsMembersAre() {
        Btf btf = Target.running().btf().orElseThrow();
        int task = btf.find("task_struct", BtfKind.STRUCT);
        BtfField comm = requireNonNull(btf.field(task, "comm"));
        assertThat(btf.sizeOf(comm.type())).isEqualTo(16);
        assertThat(comm.bitOffset() % 8).isZero();
    }

    @Test
    void theKernelTakesTheTypesOfLayouts() {
        BtfBuilder builder = new BtfBuilder();
        LayoutTypes types = new LayoutTypes(builder);
        for (int size = 1; size <= 8; size *= 2) {
            types.id(new Layout.Int(size, true));
            types.id(new Layout.Int(size, false));
        }
        types.id(new Layout.Text(64));
        Layout inner =
                Layout.struct("").field("0", Layout.U32).field("x".repeat(200), Layout.U64).build();
        types.id(
                Layout.struct("a name")
                        .field("stack", new Layout.Array(Layout.U64, 127))
                        .field("inner", inner)
                        .field("many", new Layout.Array(inner, 3))
                        .field("comm", new Layout.Text(16))
                        .build());
        assertTaken(builder);
    }

    @Test
    void theKernelTakesFunctionsAndVariables() {
        BtfBuilder builder = new BtfBuilder();
        int number = builder.integer("int", 4, BtfType.Int.SIGNED);
        int context = builder.add(new BtfType.Ptr(0));
        int prototype =
                builder.add(
                        new BtfType.FuncProto(
                                number, List.of(new BtfType.Parameter("context", context))));
        builder.add(new BtfType.Func("handle", prototype, BtfType.Linkage.STATIC));
        int variable = builder.add(new BtfType.Var("counter", number, BtfType.Linkage.GLOBAL));
        builder.add(
                new BtfType.DataSec(
                        ".bss", 4, List.of(new BtfType.SectionVariable(variable, 0, 4))));
        builder.add(
                new BtfType.Enum32("color", 4, false, List.of(new BtfType.Enumerator("RED", 0))));
        builder.add(
                new BtfType.Struct(
                        "bits",
                        4,
                        true,
                        List.of(
                                new BtfType.Member("low", number, 0, 3),
                                new BtfType.Member("high", number, 3, 29))));
        assertTaken(builder);
    }

    private static void assertTaken(BtfBuilder builder) {
        Kernel kernel = Kernel.running();
        try (Arena arena = Arena.ofConfined()) {
            byte[] bytes = builder.build();
            MemorySegment memory = arena.allocate(bytes.length, 8);
            MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, 0, bytes.length);
            LogBuffer log = new LogBuffer(1, arena.allocate(64 << 10));
            int descriptor = kernel.btfLoad(memory, log);
            assertThat(descriptor)
                    .as("%s: %s", Errno.describe(descriptor), log.text())
                    .isPositive();
            kernel.close(descriptor);
        }
    }
}
