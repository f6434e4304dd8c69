package dev.skep.sys.testkit.kernel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Finds the BTF type id of a kernel function, by one walk over the type section
 * (Documentation/bpf/btf.rst). It knows just enough of the format to step over what it does not
 * look for; the product's own reader is what is being tested elsewhere.
 */
final class KernelFunctions {

    private static final int MAGIC = 0xeb9f;
    private static final int KIND_FUNCTION = 12;
    private static final int TYPE_BYTES = 12;

    private KernelFunctions() {}

    /** {@return the id; 0 if there is no such function, or no BTF, or one of an unknown kind} */
    static int typeId(Path btf, String function) throws IOException {
        if (!Files.isReadable(btf)) {
            return 0;
        }
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(btf)).order(ByteOrder.nativeOrder());
        if (Short.toUnsignedInt(bytes.getShort(0)) != MAGIC) {
            return 0;
        }
        int header = bytes.getInt(4);
        int types = header + bytes.getInt(8);
        int end = types + bytes.getInt(12);
        int strings = header + bytes.getInt(16);
        byte[] name = (function + "\0").getBytes(StandardCharsets.UTF_8);
        int id = 1;
        for (int at = types; at < end; id++) {
            int info = bytes.getInt(at + 4);
            int kind = info >> 24 & 0x1f;
            if (kind == KIND_FUNCTION && startsWith(bytes, strings + bytes.getInt(at), name)) {
                return id;
            }
            int rest = bytesAfterType(kind, info & 0xffff);
            if (rest < 0) {
                return 0;
            }
            at += TYPE_BYTES + rest;
        }
        return 0;
    }

    private static int bytesAfterType(int kind, int members) {
        return switch (kind) {
            case 2, 7, 8, 9, 10, 11, KIND_FUNCTION, 16, 18 -> 0;
            case 1, 14, 17 -> 4;
            case 3 -> 12;
            case 4, 5, 15, 19 -> 12 * members;
            case 6, 13 -> 8 * members;
            default -> -1;
        };
    }

    private static boolean startsWith(ByteBuffer bytes, int at, byte[] text) {
        for (int i = 0; i < text.length; i++) {
            if (bytes.get(at + i) != text[i]) {
                return false;
            }
        }
        return true;
    }
}
