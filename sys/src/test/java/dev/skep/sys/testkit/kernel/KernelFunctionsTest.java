package dev.skep.sys.testkit.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

class KernelFunctionsTest {

    private static final int STRING_BYTES = 64;

    @TempDir private Path folder;

    /** Types of every size, then a function whose name is a prefix of the other's. */
    private Path btf(int... kindsAndMembers) throws IOException {
        ByteBuffer types = ByteBuffer.allocate(4096).order(ByteOrder.nativeOrder());
        for (int i = 0; i < kindsAndMembers.length; i += 3) {
            int kind = kindsAndMembers[i];
            int members = kindsAndMembers[i + 1];
            int extra = kindsAndMembers[i + 2];
            types.putInt(0).putInt(kind << 24 | members).putInt(0);
            types.put(new byte[extra]);
        }
        types.putInt(1).putInt(12 << 24).putInt(1);
        types.putInt(14).putInt(12 << 24).putInt(1);
        types.flip();
        ByteBuffer all =
                ByteBuffer.allocate(24 + types.limit() + STRING_BYTES)
                        .order(ByteOrder.nativeOrder());
        all.putShort((short) 0xeb9f).put((byte) 1).put((byte) 0).putInt(24);
        all.putInt(0).putInt(types.limit()).putInt(types.limit()).putInt(STRING_BYTES);
        all.put(types).put("\0vfs_readlink\0vfs_read\0".getBytes(UTF_8));
        return Files.write(folder.resolve("vmlinux"), all.array());
    }

    @Test
    void countsTypesOfEverySize() throws IOException {
        Path btf =
                btf(
                        1, 0, 4, // an integer
                        2, 0, 0, // a pointer
                        3, 0, 12, // an array
                        4, 3, 36, // a structure
                        6, 2, 16, // an enumeration
                        13, 4, 32, // a function's type
                        14, 0, 4, // a variable
                        15, 1, 12, // a section
                        17, 0, 4, // a tag
                        19, 2, 24); // a wide enumeration
        assertThat(KernelFunctions.typeId(btf, "vfs_readlink")).isEqualTo(11);
        assertThat(KernelFunctions.typeId(btf, "vfs_read")).isEqualTo(12);
        assertThat(KernelFunctions.typeId(btf, "vfs")).isZero();
    }

    @Test
    void knowsWhatItDoesNotKnow() throws IOException {
        assertThat(KernelFunctions.typeId(btf(25, 0, 0), "vfs_read")).isZero();
        assertThat(KernelFunctions.typeId(folder.resolve("none"), "vfs_read")).isZero();
        Path other = Files.write(folder.resolve("other"), new byte[64]);
        assertThat(KernelFunctions.typeId(other, "vfs_read")).isZero();
    }
}
