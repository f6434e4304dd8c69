package dev.skep.bpf.map;

import static dev.skep.bpf.asm.Instructions.add;
import static dev.skep.bpf.asm.Instructions.call;
import static dev.skep.bpf.asm.Instructions.exit;
import static dev.skep.bpf.asm.Instructions.loadMap;
import static dev.skep.bpf.asm.Instructions.mov;
import static dev.skep.bpf.asm.Instructions.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.skep.bpf.BpfMap;
import dev.skep.bpf.BpfObject;
import dev.skep.bpf.MapFullException;
import dev.skep.bpf.asm.BpfHelper;
import dev.skep.bpf.asm.Code;
import dev.skep.bpf.asm.CodeBuilder;
import dev.skep.bpf.asm.MemorySize;
import dev.skep.bpf.asm.Register;
import dev.skep.bpf.btf.Layout;
import dev.skep.bpf.load.Loader;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.MapType;
import dev.skep.sys.testkit.kernel.NeedsKernel;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.foreign.MemorySegment;

/** Maps without keys: queues, stacks and Bloom filters. */
@NeedsKernel
@Timeout(60)
class KeylessMapsKernelTest {

    private static final Layout S32 = new Layout.Int(4, true);

    private final MapEntries entries = new MapEntries();

    @AfterEach
    void free() {
        entries.close();
    }

    @Test
    void aQueueGivesTheFirstFirst() {
        try (BpfMap map = Loader.create(MapSpec.keyless("q", MapType.QUEUE, S32, 2))) {
            ValueQueue queue = ValueQueue.of(map);
            MemorySegment read = entries.space(4);
            assertThat(queue.pop(read)).isFalse();
            assertThat(queue.peek(read)).isFalse();
            queue.push(entries.number(1));
            queue.push(entries.number(2));
            assertThatThrownBy(() -> queue.push(entries.number(3)))
                    .isInstanceOf(MapFullException.class)
                    .hasMessageContaining("holds 2 entries");
            queue.pushReplacing(entries.number(4));
            assertThat(queue.peek(read)).isTrue();
            assertThat(read.get(JAVA_INT, 0)).isEqualTo(2);
            assertThat(queue.pop(read)).isTrue();
            assertThat(read.get(JAVA_INT, 0)).isEqualTo(2);
            assertThat(queue.pop(read)).isTrue();
            assertThat(read.get(JAVA_INT, 0)).isEqualTo(4);
            assertThat(queue.pop(read)).isFalse();
        }
    }

    @Test
    void aStackGivesTheLastFirst() {
        try (BpfMap map = Loader.create(MapSpec.keyless("s", MapType.STACK, S32, 3))) {
            ValueQueue stack = ValueQueue.of(map);
            MemorySegment read = entries.space(4);
            stack.push(entries.number(1));
            stack.push(entries.number(2));
            assertThat(stack.pop(read)).isTrue();
            assertThat(read.get(JAVA_INT, 0)).isEqualTo(2);
            assertThat(stack.peek(read)).isTrue();
            assertThat(read.get(JAVA_INT, 0)).isEqualTo(1);
        }
    }

    @NeedsKernel(version = "5.16")
    @Test
    void aBloomFilterNeverForgets() {
        MapSpec spec = MapSpec.keyless("b", MapType.BLOOM_FILTER, S32, 1000).withExtra(7);
        try (BpfMap map = Loader.create(spec)) {
            BloomFilter filter = BloomFilter.of(map);
            for (int i = 0; i < 500; i++) {
                filter.add(entries.number(i));
            }
            int wrong = 0;
            for (int i = 0; i < 500; i++) {
                assertThat(filter.mayContain(entries.number(i))).isTrue();
                wrong += filter.mayContain(entries.number(i + 1_000_000)) ? 1 : 0;
            }
            assertThat(wrong).as("of 500 that were not added").isLessThan(50);
            assertThat(map.info().extra()).isEqualTo(7);
        }
    }

    /** Programs write what user space takes. */
    @Test
    void aProgramPushesIntoAQueue() {
        Code code =
                new CodeBuilder()
                        .emit(store(MemorySize.DOUBLE, Register.R10, -8, 99))
                        .emit(loadMap(Register.R1, "q"))
                        .emit(mov(Register.R2, Register.R10))
                        .emit(add(Register.R2, -8))
                        .emit(mov(Register.R3, 0))
                        .emit(call(BpfHelper.MAP_PUSH_ELEM))
                        .emit(exit())
                        .build();
        try (BpfObject object =
                MapPrograms.load(
                        MapSpec.keyless("q", MapType.QUEUE, Layout.U64, 4),
                        MapPrograms.program("push", code))) {
            assertThat(object.program("push").run()).isZero();
            MemorySegment read = entries.space(8);
            assertThat(ValueQueue.of(object.map("q")).pop(read)).isTrue();
            assertThat(read.get(JAVA_LONG, 0)).isEqualTo(99);
        }
    }
}
