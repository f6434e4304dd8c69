package dev.skep.symbols;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.HexFormat;

/** Lengths of instructions, as the processor's manual and objdump have them. */
class X86LengthsTest {

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    /** What follows an instruction does not count. */
    @ParameterizedTest
    @CsvSource({
        "55, push %rbp",
        "48 89 e5, 'mov %rsp,%rbp'",
        "f3 0f 1e fa, endbr64",
        "48 83 ec 08, 'sub $8,%rsp'",
        "66 b8 34 12, 'mov $0x1234,%ax'",
        "b8 78 56 34 12, 'mov $0x12345678,%eax'",
        "48 b8 88 77 66 55 44 33 22 11, 'movabs $…,%rax'",
        "8b 04 25 78 56 34 12, 'mov 0x12345678,%eax'",
        "48 8b 05 00 00 00 00, 'mov 0(%rip),%rax'",
        "48 8b 44 24 08, 'mov 8(%rsp),%rax'",
        "64 48 8b 04 25 28 00 00 00, 'mov %fs:0x28,%rax'",
        "e8 00 00 00 00, call",
        "0f 84 00 00 00 00, je",
        "74 05, je",
        "f7 c7 01 00 00 00, 'test $1,%edi'",
        "f7 d8, neg %eax",
        "f6 07 01, 'testb $1,(%rdi)'",
        "c8 10 00 00, 'enter $16,$0'",
        "c5 f8 77, vzeroupper",
        "c5 f9 70 c0 00, 'vpshufd $0,%xmm0,%xmm0'",
        "c4 e3 79 0f c1 08, 'vpalignr $8,%xmm1,%xmm0,%xmm0'",
        "62 f1 7c 48 28 47 01, 'vmovaps 64(%rdi),%zmm0'",
        "66 0f 3a 0f c1 08, 'palignr $8,%xmm1,%xmm0'",
        "0f 0b, ud2",
        "66 2e 0f 1f 84 00 00 00 00 00, 'cs nopw 0(%rax,%rax,1)'"
    })
    void lengths(String hex, String text) {
        byte[] code = bytes(hex);
        byte[] followed = new byte[code.length + 16];
        System.arraycopy(code, 0, followed, 0, code.length);
        assertThat(new X86Lengths(followed).length(0)).as(text).isEqualTo(code.length);
    }

    @Test
    void whatIsNoInstructionHasNone() {
        assertThat(new X86Lengths(bytes("06 00 00")).length(0)).isZero();
        assertThat(new X86Lengths(bytes("48 8b")).length(0)).as("cut off").isZero();
        assertThat(new X86Lengths(bytes("66".repeat(20))).length(0)).as("prefixes only").isZero();
        assertThat(new X86Lengths(new byte[0]).length(0)).isZero();
    }

    /** Every instruction of a shell, which has been read by somebody else. */
    @Test
    @Tag("peer")
    @Timeout(120)
    void everyInstructionOfAShellIsAsLongAsObjdumpHasIt() throws Exception {
        String listing = RunningProgram.run("objdump", "-d", "-w", "-j", ".text", "/bin/sh");
        int compared = 0;
        for (String line : listing.lines().toList()) {
            int first = line.indexOf('\t');
            int second = line.indexOf('\t', first + 1);
            if (second < 0 || line.contains("(bad)")) {
                continue;
            }
            byte[] code = bytes(line.substring(first + 1, second).strip());
            byte[] followed = new byte[code.length + 16];
            System.arraycopy(code, 0, followed, 0, code.length);
            assertThat(new X86Lengths(followed).length(0)).as(line).isEqualTo(code.length);
            compared++;
        }
        assertThat(compared).isGreaterThan(10_000);
    }
}
