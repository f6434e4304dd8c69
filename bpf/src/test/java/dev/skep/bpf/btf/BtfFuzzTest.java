package dev.skep.bpf.btf;

import com.code_intelligence.jazzer.junit.FuzzTest;

import dev.skep.bpf.MalformedObjectException;
import dev.skep.bpf.testkit.FuzzLog;
import dev.skep.bpf.testkit.StoredTargets;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Jazzer's search for bytes that make the reader of BTF, or the writer of C, throw what they should
 * not, or hang. Without {@code JAZZER_FUZZ=1} in the environment it only reads again what is kept
 * in {@code BtfFuzzTestInputs}.
 */
@Tag("fuzz")
class BtfFuzzTest {
    private static final Btf BASE = Fixtures.btf(Fixtures.bytes(Fixtures.EVERY_KIND));

    @BeforeAll
    static void keepTheLogApart() throws Throwable {
        FuzzLog.redirect();
    }

    static List<Arguments> seeds() {
        Btf kernel = StoredTargets.linux618().btf().orElseThrow();
        int path = kernel.find("path", BtfKind.STRUCT);
        return List.of(
                seed(Fixtures.bytes(Fixtures.EVERY_KIND)),
                seed(Fixtures.bytes(Fixtures.EVERY_KIND, ByteOrder.BIG_ENDIAN)),
                seed(new BtfSubset(kernel).add(path, 1).build()),
                seed(SplitBytes.of(BASE, "more")));
    }

    private static Arguments seed(byte[] bytes) {
        return Arguments.of((Object) bytes);
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "20s")
    void nothingButMalformedObjectComesOut(byte[] bytes) {
        EverythingAsked.of(bytes);
        Btf split;
        try {
            split = Btf.split(BASE, "made by hand", MemorySegment.ofArray(bytes));
        } catch (MalformedObjectException _) {
            return;
        }
        EverythingAsked.of(split);
    }
}
