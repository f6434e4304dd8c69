package dev.skep.bpf.elf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.elf.UsdtArgument.Constant;
import dev.skep.bpf.elf.UsdtArgument.InMemory;
import dev.skep.bpf.elf.UsdtArgument.InRegister;
import dev.skep.bpf.elf.UsdtArgument.InVariable;
import dev.skep.bpf.elf.UsdtArgument.Indexed;
import dev.skep.bpf.elf.UsdtArgument.Unknown;

import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;
import java.util.List;

class UsdtProbeTest {

    @Test
    void probesOfALibrary() {
        ElfFile library = ElfFixtures.file(ElfFixtures.LIBRARY);
        List<UsdtProbe> probes = library.usdtProbes();
        assertThat(probes)
                .extracting(UsdtProbe::provider)
                .containsExactly("sample", "sample", "sample");
        assertThat(probes).extracting(UsdtProbe::name).containsExactly("entry", "counted", "bare");
        assertThat(probes).extracting(UsdtProbe::location).containsExactly(0x474L, 0x475L, 0x476L);
        assertThat(probes).extracting(UsdtProbe::semaphore).containsExactly(0L, 0x2004L, 0L);
        assertThat(library.fileOffset(probes.get(1).semaphore())).isEqualTo(0x1004);
        assertThat(probes.get(0).arguments())
                .containsExactly(
                        new InRegister(4, true, X86Register.DI, 0),
                        new InRegister(8, false, X86Register.SI, 0),
                        new Constant(8, false, 42));
        assertThat(probes.get(1).arguments())
                .containsExactly(
                        new InMemory(8, false, X86Register.SP, -8),
                        new InVariable(4, false, "counter", 0),
                        new Indexed(8, false, X86Register.DX, X86Register.CX, 8, 16),
                        new Unknown(0, false, "8f@%xmm0"));
        assertThat(probes.get(2).arguments()).isEmpty();
    }

    @Test
    void addressesMoveWithTheBase() {
        // As after prelink, which moves sections but not notes: the base's section tells.
        ElfFile library = ElfFixtures.file(ElfFixtures.LIBRARY);
        ElfSection base = ElfFixtures.section(library, ".stapsdt.base");
        byte[] bytes = ElfFixtures.bytes(ElfFixtures.LIBRARY);
        long headers =
                MemorySegment.ofArray(bytes)
                        .asByteBuffer()
                        .order(library.header().order())
                        .getLong(40);
        bytes[(int) headers + base.index() * 64 + 18] = 1; // sh_addr + 0x10000
        List<UsdtProbe> moved = ElfFile.of("moved", MemorySegment.ofArray(bytes)).usdtProbes();
        assertThat(moved)
                .extracting(UsdtProbe::location)
                .containsExactly(0x10474L, 0x10475L, 0x10476L);
        assertThat(moved).extracting(UsdtProbe::semaphore).containsExactly(0L, 0x12004L, 0L);
    }

    @Test
    void argumentsOfEveryForm() {
        assertThat(arguments("1@%al 1@%ah 2@%r8w 4@%r15d 8@%rbp 1@%sil -1@%r9b 8@%rip"))
                .containsExactly(
                        new InRegister(1, false, X86Register.AX, 0),
                        new InRegister(1, false, X86Register.AX, 8),
                        new InRegister(2, false, X86Register.R8, 0),
                        new InRegister(4, false, X86Register.R15, 0),
                        new InRegister(8, false, X86Register.BP, 0),
                        new InRegister(1, false, X86Register.SI, 0),
                        new InRegister(1, true, X86Register.R9, 0),
                        new InRegister(8, false, X86Register.IP, 0));
        assertThat(arguments("-4@$-9 8@$0x1f 8@$18446744073709551615"))
                .containsExactly(
                        new Constant(4, true, -9),
                        new Constant(8, false, 31),
                        new Constant(8, false, -1));
        assertThat(arguments("-4@-1204(%rbp) 8@(%rax) 4@8(%rsp,%r12) 2@0x10(%rdi,%rsi,4)"))
                .containsExactly(
                        new InMemory(4, true, X86Register.BP, -1204),
                        new InMemory(8, false, X86Register.AX, 0),
                        new Indexed(4, false, X86Register.SP, X86Register.R12, 1, 8),
                        new Indexed(2, false, X86Register.DI, X86Register.SI, 4, 16));
        assertThat(arguments("4@a+8(%rip) 4@8+a(%rip) 4@a.b-4(%rip) -8@a_1(%rip)"))
                .containsExactly(
                        new InVariable(4, false, "a", 8),
                        new InVariable(4, false, "a", 8),
                        new InVariable(4, false, "a.b", -4),
                        new InVariable(8, true, "a_1", 0));
    }

    @Test
    void whatIsNotUnderstoodIsKeptAndHarmsNoOther() {
        List<String> odd =
                List.of(
                        "8@%xmm0",
                        "3@%rax",
                        "8@",
                        "@",
                        "-",
                        "%rax",
                        "8@$",
                        "8@$x",
                        "8@%r99",
                        "8@%r8x",
                        "8@%zz",
                        "8@1(%rax,%rbx,3)",
                        "8@1(%rax,$1)",
                        "8@1(%nope)",
                        "8@x(%rax)",
                        "8@12(%rip)",
                        "8@(%rip)",
                        "8@1)",
                        "8@$99999999999999999999");
        for (String text : odd) {
            List<UsdtArgument> arguments = arguments("4@%eax " + text + " 4@%ebx");
            assertThat(arguments).as(text).hasSize(3);
            assertThat(arguments.get(1))
                    .as(text)
                    .isInstanceOfSatisfying(
                            Unknown.class, unknown -> assertThat(unknown.text()).isEqualTo(text));
            assertThat(arguments.get(2)).isEqualTo(new InRegister(4, false, X86Register.BX, 0));
        }
    }

    @Test
    void aBracketThatStaysOpenTakesTheRest() {
        assertThat(arguments("8@1(%rax 4@%ebx"))
                .containsExactly(new Unknown(8, false, "8@1(%rax 4@%ebx"));
    }

    @Test
    void argumentsOfAnotherMachine() {
        assertThat(UsdtArgumentParser.parse("8@x0 -4@[sp, 12]", ElfHeader.AARCH64))
                .containsExactly(
                        new Unknown(0, false, "8@x0"), new Unknown(0, true, "-4@[sp, 12]"));
    }

    private static List<UsdtArgument> arguments(String text) {
        return UsdtArgumentParser.parse(text, ElfHeader.X86_64);
    }
}
