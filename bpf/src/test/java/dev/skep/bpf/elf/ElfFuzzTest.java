package dev.skep.bpf.elf;

import com.code_intelligence.jazzer.junit.FuzzTest;

import dev.skep.bpf.testkit.FuzzLog;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;

/**
 * Jazzer's search for bytes that make the reader of ELF throw what it should not, or hang. Without
 * {@code JAZZER_FUZZ=1} in the environment it only reads again what is kept in {@code
 * ElfFuzzTestInputs}.
 */
@Tag("fuzz")
class ElfFuzzTest {

    @BeforeAll
    static void redirect() throws Throwable {
        FuzzLog.redirect();
    }

    static List<Arguments> fixtures() {
        List<Arguments> seeds = new ArrayList<>();
        for (String name : ElfFixtures.ALL) {
            seeds.add(Arguments.of((Object) ElfFixtures.bytes(name)));
        }
        return seeds;
    }

    @MethodSource("fixtures")
    @FuzzTest(maxDuration = "20s")
    void nothingButMalformedObjectComesOut(byte[] bytes) {
        EverythingRead.of(bytes);
    }
}
