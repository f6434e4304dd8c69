package dev.skep.bpf.elf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Wrong bytes end with an exception that says so, or do no harm. */
class ElfMutationTest {
    private static final int CASES = Integer.getInteger("skep.property.cases", 200);
    private static final long SEED = Long.getLong("skep.property.seed", 1);

    /** What sizes, counts and offsets are most wrong with. */
    private static final long[] EXTREMES = {
        0, 1, -1, 0x7F, 0x7FFF_FFFFL, 0x8000_0000L, 0xFFFF_FFFFL, Long.MAX_VALUE, Long.MIN_VALUE
    };

    static List<String> fixtures() {
        return ElfFixtures.ALL;
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void theFixtureItselfIsRight(String name) {
        EverythingRead.of(ElfFixtures.bytes(name));
        ElfFile file = ElfFixtures.file(name);
        assertThat(file.sections()).hasSizeGreaterThan(3);
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    @Timeout(60)
    void flippedBytes(String name) {
        byte[] fixture = ElfFixtures.bytes(name);
        for (long seed = SEED; seed < SEED + CASES; seed++) {
            byte[] bytes = mutated(fixture, new SplittableRandom(seed));
            try {
                EverythingRead.of(bytes);
            } catch (RuntimeException | Error e) {
                throw new AssertionError(
                        "-Dskep.property.seed=" + seed + " -Dskep.property.cases=1 fails", e);
            }
        }
    }

    private static byte[] mutated(byte[] fixture, SplittableRandom random) {
        byte[] bytes = fixture.clone();
        int changes = 1 + random.nextInt(8);
        for (int i = 0; i < changes; i++) {
            int at = place(bytes, random);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt();
                case 2 -> put(bytes, at, 4, EXTREMES[random.nextInt(EXTREMES.length)]);
                default -> put(bytes, at, 8, EXTREMES[random.nextInt(EXTREMES.length)]);
            }
        }
        return random.nextInt(20) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }

    /**
     * Half of the changes hit the headers: at the start of the file, and of sections at its end.
     */
    private static int place(byte[] bytes, SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(Math.min(bytes.length, 200));
            case 1 -> bytes.length - 1 - random.nextInt(Math.min(bytes.length, 800));
            default -> random.nextInt(bytes.length);
        };
    }

    private static void put(byte[] bytes, int at, int size, long value) {
        for (int i = 0; i < size && at + i < bytes.length; i++) {
            bytes[at + i] = (byte) (value >>> (8 * i));
        }
    }
}
