package dev.skep.trace.lower;

import dev.skep.bpf.asm.BpfHelper;
import dev.skep.bpf.elf.ElfSymbol;
import dev.skep.compiler.ir.BinaryOperation;
import dev.skep.compiler.ir.Predicate;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;
import dev.skep.trace.check.Constant;
import dev.skep.trace.check.ScriptType;
import dev.skep.trace.check.VariableSymbols;
import dev.skep.trace.schema.EventFormat;
import dev.skep.trace.schema.EventSchema;
import dev.skep.trace.schema.Hook;
import dev.skep.trace.syntax.Expression;

import java.util.List;

/** The functions that are a helper of the kernel, and those that give addresses of variables. */
final class KernelCalls {
    private static final int POINTER_SIZE = 8;
    private static final int USER_LEVEL = 3;

    /** BPF_F_CTXLEN_MASK of uapi {@code bpf.h}, and where it is in the flags. */
    private static final int MOST_PACKET = 0xfffff;

    private static final int PACKET_LENGTH_SHIFT = 32;

    /** BPF_F_CURRENT_CPU of uapi {@code bpf.h}. */
    private static final long CURRENT_CPU = 0xffff_ffffL;

    /** As much as {@code write_user} writes at most, in bytes. */
    private static final int MOST_WRITTEN = 1024;

    private final Program program;
    private final VariableSymbols variables = new VariableSymbols();

    KernelCalls(Program program) {
        this.program = program;
    }

    /** {@code override(value)}: the function is not run, and gives the value (kprobes). */
    void override(Expression.Call call) {
        program.code.call(
                BpfHelper.OVERRIDE_RETURN,
                Type.VOID,
                program.context(),
                program.expressions.scalar(call.arguments().getFirst()));
    }

    /** {@code write_user(to, from, length)}. */
    void writeUser(Expression.Call call) {
        List<Expression> arguments = call.arguments();
        Value to = program.expressions.scalar(arguments.getFirst());
        Value from = program.expressions.scalar(arguments.get(1));
        Value length = program.expressions.scalar(arguments.get(2));
        // The helper copies from memory of the program's own.
        Frame.Mark mark = program.frame.mark();
        Place bytes = program.frame.allocate("written", MOST_WRITTEN);
        Value bounded =
                program.code.select(
                        program.code.compare(Predicate.ULT, length, program.integer(MOST_WRITTEN)),
                        length,
                        program.integer(MOST_WRITTEN));
        program.clear(bytes, MOST_WRITTEN);
        program.code.call(
                Expressions.reader(Expressions.spaceOf(program.script.typeOf(arguments.get(1)))),
                Type.VOID,
                program.address(bytes),
                program.code.truncate(bounded, Type.I32),
                from);
        program.code.call(
                BpfHelper.PROBE_WRITE_USER,
                Type.VOID,
                to,
                program.address(bytes),
                program.code.truncate(bounded, Type.I32));
        program.frame.release(mark);
    }

    /** {@return the result of {@code skboutput(file, skb, length, offset)}, 0 if all went well} */
    Value packet(Expression call, List<Expression> arguments) {
        Frame.Mark mark = program.frame.mark();
        Place record = program.frame.allocate("packet", EventFormat.Packet.BYTES);
        Value length = program.expressions.scalar(arguments.get(2));
        Value skipped = program.expressions.scalar(arguments.get(3));
        int id =
                program.tables
                        .events()
                        .id(call, new EventFormat.Packet(text(arguments.getFirst())));
        program.store(record, 8, program.integer(id));
        program.store(
                record.plus(EventFormat.Packet.TIME),
                8,
                program.code.call(BpfHelper.KTIME_GET_BOOT_NS, Type.I64));
        program.store(record.plus(EventFormat.Packet.SKIPPED), 8, skipped);
        program.tables.usePackets();
        Value bytes =
                program.code.binary(
                        BinaryOperation.SHL,
                        program.code.binary(
                                BinaryOperation.AND, length, program.integer(MOST_PACKET)),
                        program.integer(PACKET_LENGTH_SHIFT));
        Value result =
                program.code.call(
                        BpfHelper.SKB_OUTPUT,
                        Type.I64,
                        program.expressions.scalar(arguments.get(1)),
                        program.code.mapAddress(EventSchema.PACKETS),
                        program.code.binary(
                                BinaryOperation.OR, bytes, program.integer(CURRENT_CPU)),
                        program.address(record),
                        program.integer(EventFormat.Packet.BYTES));
        program.frame.release(mark);
        return program.narrow(result, 4, false);
    }

    /** {@return {@code socket_cookie(sock)}} */
    Value socketCookie(List<Expression> arguments) {
        return program.code.call(
                BpfHelper.GET_SOCKET_COOKIE,
                Type.I64,
                program.expressions.scalar(arguments.getFirst()));
    }

    /** Writes {@code path(file.f_path)}. */
    void writePath(List<Expression> arguments, int capacity, Place to, boolean padded) {
        Expression argument = arguments.getFirst();
        Location location =
                program.script.typeOf(argument) instanceof ScriptType.Pointer
                        ? program.locations.pointed(argument)
                        : program.locations.of(argument);
        if (!(location instanceof Location.Typed(Value pointer, int offset))) {
            throw Expressions.unexpected(argument);
        }
        if (padded) {
            program.clear(to, capacity);
        } else {
            program.store(to, 1, program.integer(0));
        }
        // Of some pointers the verifier wants to see that they are not null.
        Fork fork = Fork.on(program, program.isNotNull(pointer));
        program.code.call(
                BpfHelper.D_PATH,
                Type.I64,
                program.code.add(pointer, program.integer(offset)),
                program.address(to),
                program.code.constant(Type.I32, capacity));
        fork.join();
    }

    /** {@return {@code percpu_kaddr("variable"[, cpu])}, 0 for a CPU that there is not} */
    Value perCpuAddress(List<Expression> arguments) {
        var symbols = program.tables.target().functions();
        Value cpu =
                arguments.size() > 1 ? program.expressions.scalar(arguments.get(1)) : program.cpu();
        Value place =
                program.code.binary(
                        BinaryOperation.ADD,
                        program.integer(symbols.address("__per_cpu_offset")),
                        program.code.binary(
                                BinaryOperation.MUL, cpu, program.integer(POINTER_SIZE)));
        Frame.Mark mark = program.frame.mark();
        Place offset = program.frame.allocate("offset", POINTER_SIZE);
        program.store(offset, POINTER_SIZE, program.integer(0));
        program.code.call(
                BpfHelper.PROBE_READ_KERNEL,
                Type.VOID,
                program.address(offset),
                program.code.constant(Type.I32, POINTER_SIZE),
                place);
        Value address =
                program.code.binary(
                        BinaryOperation.ADD,
                        program.load(offset, POINTER_SIZE, false),
                        program.integer(symbols.address(text(arguments.getFirst()))));
        program.frame.release(mark);
        long cpus = program.tables.target().possibleCpus().max() + 1L;
        return program.code.select(
                program.code.compare(Predicate.ULT, cpu, program.integer(cpus)),
                address,
                program.integer(0));
    }

    /**
     * {@return {@code uaddr("variable")}} Where the probe's own address is known, the variable's is
     * found from there, wherever the file was loaded.
     */
    Value userAddress(List<Expression> arguments) {
        // The address is another one wherever else the probe is.
        program.facts.name();
        String name = text(arguments.getFirst());
        return switch (program.attachPoint.hook()) {
            case Hook.Uprobe(String path, long offset, boolean returns) ->
                    returns ? program.integer(address(path, name)) : relative(path, offset, name);
            case Hook.Usdt usdt -> relative(usdt.path(), usdt.offset(), name);
            case Hook _ -> throw Expressions.unexpected(arguments.getFirst());
        };
    }

    private Value relative(String path, long offset, String name) {
        long distance = address(path, name) - variables.address(path, offset);
        String instruction = program.tables.target().arch().registers().instructionPointer();
        return program.code.binary(
                BinaryOperation.ADD,
                program.arguments.register(instruction),
                program.integer(distance));
    }

    private long address(String path, String name) {
        ElfSymbol symbol = variables.find(path, name);
        if (symbol == null) {
            throw new IllegalStateException("the checker refuses it: " + name);
        }
        return symbol.value();
    }

    private String text(Expression literal) {
        if (program.script.constantOf(literal) instanceof Constant.Text text) {
            return text.text();
        }
        throw Expressions.unexpected(literal);
    }

    /** {@return {@code usermode}: 1 if what was interrupted ran in user mode} */
    Value userMode() {
        return switch (program.attachPoint.hook()) {
            case Hook.KernelProbe _, Hook.UserProbe _, Hook.PerfEvent _ -> privilege();
            // The tool's own thread asked for the run.
            case Hook.Begin _, Hook.End _ -> program.integer(1);
            case Hook _ -> program.integer(0);
        };
    }

    /** The two lowest bits of the code segment are the privilege level, 3 of user mode. */
    private Value privilege() {
        Value level =
                program.code.binary(
                        BinaryOperation.AND,
                        program.arguments.register("cs"),
                        program.integer(USER_LEVEL));
        return program.code.zeroExtend(
                program.code.compare(Predicate.EQ, level, program.integer(USER_LEVEL)), Type.I64);
    }
}
