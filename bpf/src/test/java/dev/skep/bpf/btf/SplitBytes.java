package dev.skep.bpf.btf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** BTF that continues another one: a pointer to its type 2, and a typedef of it. */
final class SplitBytes {
    private SplitBytes() {}

    static byte[] of(Btf base, String typedef) {
        byte[] strings = ("\0" + typedef + "\0").getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes =
                ByteBuffer.allocate(24 + 24 + strings.length).order(ByteOrder.nativeOrder());
        bytes.putShort((short) 0xEB9F).put((byte) 1).put((byte) 0);
        bytes.putInt(24).putInt(0).putInt(24).putInt(24).putInt(strings.length);
        bytes.putInt(0).putInt(BtfKind.PTR.code() << 24).putInt(2);
        bytes.putInt(base.stringEnd() + 1).putInt(BtfKind.TYPEDEF.code() << 24).putInt(2);
        return bytes.put(strings).array();
    }
}
