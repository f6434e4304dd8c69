package dev.skep.bpf.btf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.testkit.Generator;
import dev.skep.bpf.testkit.Property;
import dev.skep.bpf.testkit.StoredTargets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whatever the bytes: either an answer or a {@link dev.skep.bpf.MalformedObjectException}, and
 * soon.
 */
@Timeout(120)
class BtfMutationTest {
    private static final byte[] EVERY_KIND = Fixtures.bytes(Fixtures.EVERY_KIND);

    private static final byte[] KERNEL = small();

    /** Bytes of which a few were changed; their hexadecimal form in a message can be read again. */
    private static final class Blob {
        private final byte[] bytes;

        Blob(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public String toString() {
            return HexFormat.of().formatHex(bytes);
        }
    }

    private static byte[] small() {
        Btf kernel = StoredTargets.linux618().btf().orElseThrow();
        return new BtfSubset(kernel).add(kernel.find("path", BtfKind.STRUCT), 1).build();
    }

    private static Generator<Blob> mutated(byte[] original) {
        return choices -> {
            byte[] bytes = original.clone();
            int changes = 1 + choices.below(8);
            for (int i = 0; i < changes; i++) {
                int at = choices.below(bytes.length);
                switch (choices.below(4)) {
                    case 0 -> bytes[at] ^= (byte) (1 << choices.below(8));
                    case 1 -> bytes[at] = (byte) choices.any32();
                    // Info words, ids and lengths are what does harm: whole words of small numbers.
                    case 2 -> word(bytes, at & ~3, choices.below(64));
                    default -> word(bytes, at & ~3, choices.any32());
                }
            }
            return new Blob(bytes);
        };
    }

    private static void word(byte[] bytes, int at, int value) {
        for (int i = 0; i < 4 && at + i < bytes.length; i++) {
            bytes[at + i] = (byte) (value >>> (i * 8));
        }
    }

    private static void mutate(byte[] original) {
        assertThat(EverythingAsked.of(original)).isZero();
        AtomicInteger refused = new AtomicInteger();
        Property.forAll(
                mutated(original), blob -> refused.addAndGet(EverythingAsked.of(blob.bytes)));
        assertThat(refused).as("the changes do harm").hasPositiveValue();
    }

    @Test
    void bytesOfEveryKindMayBeAnything() {
        mutate(EVERY_KIND);
    }

    @Test
    void bytesOfAKernelMayBeAnything() {
        mutate(KERNEL);
    }

    @Test
    void typesMayReferToEachOtherAtRandom() {
        Property.forAll(TypeGenerators.types(), types -> EverythingAsked.of(Fixtures.bytes(types)));
    }

    @Test
    void bytesOfRandomTypesMayBeAnything() {
        Property.forAll(
                choices ->
                        mutated(Fixtures.bytes(TypeGenerators.types().generate(choices)))
                                .generate(choices),
                blob -> EverythingAsked.of(blob.bytes));
    }
}
