package dev.skep.bpf.btf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** BTF of a newer compiler, whose header tells the layouts of kinds. */
final class NewerBytes {
    private static final int HEADER = 32;
    private static final int KINDS = 21;

    private NewerBytes() {}

    /**
     * {@return a pointer to type 3; a type of kind 20 with 4 bytes and two elements of 4 bytes; the
     * typedef "t" of it}
     *
     * @param layouts whether kind 20 has a layout
     */
    static byte[] withKind20(boolean layouts) {
        int types = 12 + 12 + 4 + 8 + 12;
        byte[] strings = {0, 't', 0};
        int layoutLength = layouts ? KINDS * 4 : 0;
        ByteBuffer bytes =
                ByteBuffer.allocate(HEADER + types + layoutLength + strings.length)
                        .order(ByteOrder.nativeOrder());
        bytes.putShort((short) 0xEB9F).put((byte) 1).put((byte) 0).putInt(HEADER);
        bytes.putInt(0).putInt(types);
        bytes.putInt(types + layoutLength).putInt(strings.length);
        bytes.putInt(types).putInt(layoutLength);
        bytes.putInt(0).putInt(BtfKind.PTR.code() << 24).putInt(3);
        bytes.putInt(0).putInt(20 << 24 | 2).putInt(8);
        // What looks like types, if it is not passed over.
        bytes.putInt(0).putInt(-1).putInt(-1);
        bytes.putInt(1).putInt(BtfKind.TYPEDEF.code() << 24).putInt(2);
        for (int kind = 0; kind < KINDS && layouts; kind++) {
            bytes.put((byte) (kind == 20 ? 4 : 0))
                    .put((byte) (kind == 20 ? 4 : 0))
                    .putShort((short) 0);
        }
        return bytes.put(strings).array();
    }
}
