package dev.skep.c;

import dev.skep.bpf.btf.BtfType;

import java.util.ArrayList;
import java.util.List;

/** The values of an enum: each one more than the one before, if nothing else is said. */
final class EnumValues {
    private final List<BtfType.Enumerator> values = new ArrayList<>();
    private long next;
    private boolean signed;
    private boolean wide;

    /** Says what the next value is. */
    void next(long value) {
        next = value;
    }

    /** {@return the next value, which has that name} */
    CConstant add(String name) {
        values.add(new BtfType.Enumerator(name, next));
        signed |= next < 0;
        wide |= next < Integer.MIN_VALUE || next > 0xffff_ffffL;
        return new CConstant.Int(next++, false);
    }

    /** {@return the enum} */
    BtfType finish(String name) {
        boolean large = wide;
        for (BtfType.Enumerator value : values) {
            large |= signed && value.value() > Integer.MAX_VALUE;
        }
        return large
                ? new BtfType.Enum64(name, 8, signed, values)
                : new BtfType.Enum32(name, 4, signed, values);
    }
}
