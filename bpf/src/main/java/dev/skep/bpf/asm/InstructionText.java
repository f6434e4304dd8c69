package dev.skep.bpf.asm;

import dev.skep.bpf.asm.Disassembler.Style;
import dev.skep.bpf.asm.Instruction.AddressSpaceCast;
import dev.skep.bpf.asm.Instruction.Alu;
import dev.skep.bpf.asm.Instruction.Atomic;
import dev.skep.bpf.asm.Instruction.ByteSwap;
import dev.skep.bpf.asm.Instruction.Call;
import dev.skep.bpf.asm.Instruction.Exit;
import dev.skep.bpf.asm.Instruction.Goto;
import dev.skep.bpf.asm.Instruction.GotoRegister;
import dev.skep.bpf.asm.Instruction.JumpIf;
import dev.skep.bpf.asm.Instruction.Load;
import dev.skep.bpf.asm.Instruction.LoadImmediate64;
import dev.skep.bpf.asm.Instruction.LoadPacket;
import dev.skep.bpf.asm.Instruction.MayGoto;
import dev.skep.bpf.asm.Instruction.Negate;
import dev.skep.bpf.asm.Instruction.Store;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/** Writes instructions in LLVM's syntax. */
final class InstructionText {

    private final StringBuilder out;
    private final Style style;
    private final @Nullable Places places;

    /** The slot behind the instruction being written, which its offset counts from. */
    private int next;

    /** Creates a writer to {@code out}; with {@code places}, branches name them. */
    InstructionText(StringBuilder out, Style style, @Nullable Places places) {
        this.out = out;
        this.style = style;
        this.places = places;
    }

    /** Writes the instruction that begins at {@code slot}. */
    void append(Instruction instruction, int slot) {
        next = slot + instruction.slots();
        switch (instruction) {
            case Alu(var operation, var width, var destination, var source) -> {
                register(destination, width).word(Syntax.sign(operation));
                out.append(Syntax.cast(operation));
                operand(source, width);
            }
            case Negate(var width, var destination) ->
                    register(destination, width).word("=").text("-").register(destination, width);
            case ByteSwap(var kind, var destination, int bits) ->
                    register(destination)
                            .word("=")
                            .text(Syntax.word(kind) + bits + " ")
                            .register(destination);
            case Load(var size, boolean signed, var destination, var base, short offset) -> {
                Width width = signed ? Width.W64 : width(size);
                register(destination, width)
                        .text(" = *")
                        .pointer(size, signed)
                        .address(base, offset);
            }
            case Store(var size, var base, short offset, var source) ->
                    text("*")
                            .pointer(size, false)
                            .address(base, offset)
                            .word("=")
                            .operand(source, width(size));
            case Atomic atomic -> atomic(atomic);
            case LoadImmediate64(var destination, var value) -> value(destination, value);
            case Goto(int offset, boolean wide) -> text(wide ? "gotol " : "goto ").target(offset);
            case JumpIf(var condition, var width, var left, var right, short offset) ->
                    text("if ")
                            .register(left, width)
                            .word(Syntax.sign(condition))
                            .operand(right, width)
                            .text(" goto ")
                            .target(offset);
            case Call(var target) -> call(target);
            case Exit _ -> text("exit");
            case MayGoto(short offset) -> text("may_goto ").target(offset);
            case GotoRegister(var register) -> text("gotox ").register(register);
            case AddressSpaceCast(var destination, var source, int to, int from) ->
                    register(destination)
                            .text(" = addr_space_cast(")
                            .register(source)
                            .text(", ")
                            .hex(to)
                            .text(", ")
                            .hex(from)
                            .text(")");
            case LoadPacket(var size, var index, int offset) -> {
                text("r0 = *").pointer(size, false).text("skb[");
                if (index == null) {
                    hex(offset);
                } else {
                    register(index);
                    // LLVM knows no offset here; what it writes is kept to in its style.
                    if (style == Style.ANNOTATED && offset != 0) {
                        offset(offset);
                    }
                }
                text("]");
            }
        }
    }

    private void atomic(Atomic atomic) {
        Width width = width(atomic.size());
        String word = Syntax.word(atomic.operation());
        switch (atomic.operation()) {
            case ADD, OR, AND, XOR ->
                    text("lock *")
                            .pointer(atomic.size(), false)
                            .address(atomic.base(), atomic.offset())
                            .word(word)
                            .register(atomic.source(), width);
            case FETCH_ADD, FETCH_OR, FETCH_AND, FETCH_XOR ->
                    register(atomic.source(), width)
                            .word("=")
                            .typedAddress(word, atomic)
                            .text(", ")
                            .register(atomic.source(), width)
                            .text(")");
            case XCHG ->
                    register(atomic.source(), width)
                            .word("=")
                            .exchange(word, atomic)
                            .register(atomic.source(), width)
                            .text(")");
            case CMPXCHG ->
                    register(Register.R0, width)
                            .word("=")
                            .exchange(word, atomic)
                            .register(Register.R0, width)
                            .text(", ")
                            .register(atomic.source(), width)
                            .text(")");
            case LOAD_ACQUIRE ->
                    register(atomic.source(), width).word("=").typedAddress(word, atomic).text(")");
            case STORE_RELEASE ->
                    typedAddress(word, atomic)
                            .text(", ")
                            .register(atomic.source(), width)
                            .text(")");
        }
    }

    private void value(Register destination, Value64 value) {
        if (style == Style.LLVM) {
            switch (value) {
                case Value64.Number(long number) ->
                        register(destination).word("=").hex(number).text(" ll");
                case Value64.Relocated relocated ->
                        register(destination).word("=").hex(relocated.value()).text(" ll");
                case Value64.MapReference _, Value64.MapValueReference _ ->
                        // As an object file has it, before its relocation.
                        register(destination).text(" = 0x0 ll");
                case Value64.MapFd(int fd) -> pseudo(destination, Opcodes.VALUE_MAP_FD, fd);
                case Value64.MapValueFd(int fd, int _) ->
                        pseudo(destination, Opcodes.VALUE_MAP_VALUE, fd);
                case Value64.BtfId(int typeId, int _) ->
                        pseudo(destination, Opcodes.VALUE_BTF_ID, typeId);
                case Value64.Function function ->
                        pseudo(
                                destination,
                                Opcodes.VALUE_FUNCTION,
                                Opcodes.functionImmediate(function));
                case Value64.MapIndex(int index) ->
                        pseudo(destination, Opcodes.VALUE_MAP_INDEX, index);
                case Value64.MapValueIndex(int index, int _) ->
                        pseudo(destination, Opcodes.VALUE_MAP_VALUE_INDEX, index);
            }
            return;
        }
        register(destination).text(" = ");
        switch (value) {
            case Value64.Number(long number) -> hex(number);
            case Value64.MapReference(String map) -> text("map ").name(map);
            case Value64.MapValueReference(String map, int offset) ->
                    text("map_value ").name(map).offset(offset);
            case Value64.Relocated(CoreRelocation kind, int type, String path, long known) ->
                    text(kind.text() + " " + type + " ").name(path).text(" = ").hex(known);
            case Value64.MapFd(int fd) -> text("map fd " + fd);
            case Value64.MapValueFd(int fd, int offset) ->
                    text("map_value fd " + fd).offset(offset);
            case Value64.BtfId(int typeId, int btfFd) -> {
                text("btf_id " + typeId);
                if (btfFd != 0) {
                    text(" fd " + btfFd);
                }
            }
            case Value64.Function(int offset) -> text("function ").target(offset);
            case Value64.MapIndex(int index) -> text("map index " + index);
            case Value64.MapValueIndex(int index, int offset) ->
                    text("map_value index " + index).offset(offset);
        }
        text(" ll");
    }

    private void pseudo(Register destination, int kind, int immediate) {
        text("ld_pseudo\t")
                .register(destination)
                .text(", ")
                .hex(kind)
                .text(", ")
                .hex(immediate & 0xffffffffL);
    }

    private void call(CallTarget target) {
        text("call ");
        if (style == Style.LLVM) {
            switch (target) {
                case CallTarget.Helper(int number) -> hex(number);
                case CallTarget.Subprogram(int offset) -> hex(offset);
                case CallTarget.KernelFunction(int typeId, short _) -> hex(typeId);
                // As an object file has it, before its relocation.
                case CallTarget.KernelFunctionReference _ -> hex(-1);
            }
            return;
        }
        switch (target) {
            case CallTarget.Helper(int number) -> {
                Optional<BpfHelper> helper = BpfHelper.ofNumber(number);
                if (helper.isPresent()) {
                    text(helper.get().kernelName() + "#" + number);
                } else {
                    // Without a sign: with one it would be a subprogram.
                    hex(number & 0xffffffffL);
                }
            }
            case CallTarget.Subprogram(int offset) -> target(offset);
            case CallTarget.KernelFunction(int typeId, short fdIndex) -> {
                text("kernel " + typeId);
                if (fdIndex != 0) {
                    text(" fd " + fdIndex);
                }
            }
            case CallTarget.KernelFunctionReference(var name, boolean weak, var signature) -> {
                text(weak ? "kernel weak " : "kernel ").text(signature.result().text()).text(" ");
                name(name).text("(");
                for (int i = 0; i < signature.parameters().size(); i++) {
                    text(i == 0 ? "" : ", ").text(signature.parameters().get(i).text());
                }
                text(")");
            }
        }
    }

    private InstructionText target(int offset) {
        String name = places == null ? null : places.name(next + offset);
        if (name != null) {
            return text(name);
        }
        out.append(offset < 0 ? "" : "+");
        return hex(offset);
    }

    private InstructionText name(String map) {
        out.append('@');
        if (Syntax.isWord(map)) {
            return text(map);
        }
        out.append('"');
        for (int i = 0; i < map.length(); i++) {
            char c = map.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append("\\x")
                        .append(Character.forDigit(c >> 4, 16))
                        .append(Character.forDigit(c & 15, 16));
            } else {
                out.append(c);
            }
        }
        return text("\"");
    }

    private InstructionText typedAddress(String word, Atomic atomic) {
        return text(word)
                .text("(")
                .pointer(atomic.size(), false)
                .address(atomic.base(), atomic.offset());
    }

    private InstructionText exchange(String word, Atomic atomic) {
        return text(word)
                .text(Syntax.exchangeSuffix(atomic.size()))
                .text("(")
                .register(atomic.base())
                .offset(atomic.offset())
                .text(", ");
    }

    private InstructionText pointer(MemorySize size, boolean signed) {
        return text("(").text(Syntax.type(size, signed)).text(" *)");
    }

    private InstructionText address(Register base, short offset) {
        return text("(").register(base).offset(offset).text(")");
    }

    private InstructionText offset(int offset) {
        out.append(offset < 0 ? " - 0x" : " + 0x").append(Integer.toHexString(Math.abs(offset)));
        return this;
    }

    private InstructionText operand(Operand operand, Width width) {
        return switch (operand) {
            case Register register -> register(register, width);
            case Immediate(int value) -> hex(value);
        };
    }

    private InstructionText register(Register register) {
        return register(register, Width.W64);
    }

    private InstructionText register(Register register, Width width) {
        out.append(width == Width.W64 ? 'r' : 'w').append(register.number());
        return this;
    }

    private InstructionText hex(long value) {
        // Negating the least number gives itself, whose digits are right all the same.
        out.append(value < 0 ? "-0x" : "0x").append(Long.toHexString(value < 0 ? -value : value));
        return this;
    }

    private InstructionText word(String word) {
        out.append(' ').append(word).append(' ');
        return this;
    }

    private InstructionText text(String text) {
        out.append(text);
        return this;
    }

    /** {@return the width of the register that LLVM writes beside memory of that size} */
    private static Width width(MemorySize size) {
        return size == MemorySize.DOUBLE ? Width.W64 : Width.W32;
    }
}
