package dev.skep.trace.lower;

import dev.skep.bpf.btf.Layout;
import dev.skep.compiler.call.KernelFunctionTable;
import dev.skep.compiler.ir.AddressSpace;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;
import dev.skep.trace.check.ScriptType;
import dev.skep.trace.schema.EventFormat;
import dev.skep.trace.schema.PrintfFormat;
import dev.skep.trace.syntax.Expression;

import java.util.List;

/**
 * {@code comm(pid)}: the name of any task by its number in the first namespace. The kernel hands
 * out the task, and holds it until it is given back.
 */
final class ProcessNames {
    private static final String UNKNOWN = "N/A";

    private static final PrintfFormat NO_SUCH_PROCESS =
            new PrintfFormat(
                    List.of(
                            new PrintfFormat.Piece.Literal("No such process (pid="),
                            new PrintfFormat.Piece.Spec(
                                    PrintfFormat.Flags.NONE,
                                    0,
                                    -1,
                                    Long.BYTES,
                                    PrintfFormat.Conversion.DECIMAL),
                            new PrintfFormat.Piece.Literal(")")));

    private final Program program;

    ProcessNames(Program program) {
        this.program = program;
    }

    /**
     * Writes the name; where there is no such task {@code N/A}, of which a warning tells.
     *
     * @param call the whole call, for the warning
     * @param to room for the name with zeros behind it, as the kernel has it
     */
    void write(Expression call, Expression number, Place to) {
        Value id = program.expressions.scalar(number);
        Value task =
                program.code.callKernelFunction(
                        KernelFunctionTable.TASK_FROM_PID.name(),
                        Type.pointer(AddressSpace.TYPED),
                        program.code.truncate(id, Type.I32));
        Fork fork = Fork.on(program, program.isNotNull(task));
        program.task.writeName(program.code.reinterpret(task, Type.I64), to);
        program.code.callKernelFunction(KernelFunctionTable.TASK_RELEASE.name(), Type.VOID, task);
        fork.otherwise();
        warn(call, id);
        program.strings.writeConstant(UNKNOWN, TaskFields.COMM_SIZE, to, true);
        fork.join();
    }

    private void warn(Expression call, Value id) {
        Layout.Struct layout =
                Layout.struct("no_such_process")
                        .field("id", Layout.U64)
                        .field("pid", ScriptType.Int.INT64.layout())
                        .build();
        int offset = layout.fields().get(1).offset();
        EventFormat.Argument pid =
                new EventFormat.Argument(
                        offset, program.tables.valueFormats().of(ScriptType.Int.INT64));
        Events.Event record =
                program.events.begin(
                        call,
                        new EventFormat.Formatted(
                                EventFormat.Formatted.Purpose.WARNING,
                                new EventFormat.Printf(NO_SUCH_PROCESS, List.of(pid), layout),
                                call.span(),
                                0));
        program.store(record.bytes().plus(offset), Long.BYTES, id);
        record.submit();
    }
}
