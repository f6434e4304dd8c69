package dev.skep.compiler.ir;

import dev.skep.bpf.asm.SourcePosition;

import org.jspecify.annotations.Nullable;

/**
 * Writes the text form of IR. {@link IrParser} reads it back; the source positions, which are
 * comments, excepted.
 *
 * <pre>
 * function i64 "probe" {
 * entry(%0: context*):  ; stdin:1:1
 *   %1 = load i32 %0 + 16
 *   %2 = compare ult %1, i32 10
 *   branch %2, small(%1), done
 * small(%3: i32):
 *   ...
 * </pre>
 */
public final class IrPrinter
        implements OperationVisitor<StringBuilder>, TerminatorVisitor<StringBuilder> {
    private final StringBuilder out = new StringBuilder();
    private final boolean withPositions;
    private @Nullable SourcePosition lastPosition;

    private IrPrinter(boolean withPositions) {
        this.withPositions = withPositions;
    }

    /** {@return the text of a module} */
    public static String print(Module module) {
        StringBuilder text = new StringBuilder();
        for (Function function : module.functions()) {
            text.append(text.isEmpty() ? "" : "\n").append(print(function));
        }
        return text.toString();
    }

    /** {@return the text of a function} */
    public static String print(Function function) {
        return new IrPrinter(false).function(function);
    }

    /** {@return the text of a function, with a comment wherever the source position changes} */
    public static String printWithPositions(Function function) {
        return new IrPrinter(true).function(function);
    }

    /** {@return the text of one operation, as it stands in its block} */
    public static String print(Operation operation) {
        return new IrPrinter(false).operation(operation).toString();
    }

    /** {@return the text of one terminator, as it stands in its block} */
    public static String print(Terminator terminator) {
        return terminator.accept(new IrPrinter(false)).toString();
    }

    private String function(Function function) {
        out.append("function ").append(function.result().text()).append(' ');
        quoted(function.name()).append(" {\n");
        for (Block block : function.blocks()) {
            block(block);
        }
        return out.append("}\n").toString();
    }

    private void block(Block block) {
        out.append(block.name());
        for (int i = 0; i < block.parameterCount(); i++) {
            Parameter parameter = block.parameter(i);
            out.append(i == 0 ? "(" : ", ").append(parameter.text());
            out.append(": ").append(parameter.type().text());
        }
        out.append(block.parameterCount() == 0 ? ":\n" : "):\n");
        for (int i = 0; i < block.operationCount(); i++) {
            out.append("  ");
            operation(block.operation(i));
            endLine(block.operation(i).position());
        }
        out.append("  ");
        block.terminator().accept(this);
        endLine(block.terminator().position());
    }

    private StringBuilder operation(Operation operation) {
        if (operation.type() != Type.VOID) {
            out.append(operation.text()).append(" = ");
        }
        return operation.accept(this);
    }

    private void endLine(@Nullable SourcePosition position) {
        if (withPositions && position != null && !position.equals(lastPosition)) {
            out.append("  ; ").append(position.file()).append(':').append(position.line());
            out.append(':').append(position.column());
            lastPosition = position;
        }
        out.append('\n');
    }

    private StringBuilder quoted(String name) {
        out.append('"');
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\');
            }
            out.append(c);
        }
        return out.append('"');
    }

    private StringBuilder values(String keyword, Operation operation) {
        out.append(keyword);
        for (int i = 0; i < operation.operandCount(); i++) {
            out.append(i == 0 ? " " : ", ").append(operation.operand(i).text());
        }
        return out;
    }

    private StringBuilder place(Value pointer, int offset) {
        out.append(pointer.text()).append(offset < 0 ? " - " : " + ");
        return out.append(Math.abs((long) offset));
    }

    @Override
    public StringBuilder binary(Binary operation) {
        return values(operation.operation().text(), operation);
    }

    @Override
    public StringBuilder compare(Compare operation) {
        out.append("compare ");
        return values(operation.predicate().text(), operation);
    }

    @Override
    public StringBuilder convert(Convert operation) {
        values(operation.conversion().text(), operation);
        return operation.conversion() == Conversion.BYTE_SWAP
                ? out
                : out.append(" to ").append(operation.type().text());
    }

    @Override
    public StringBuilder select(Select operation) {
        return values("select", operation);
    }

    @Override
    public StringBuilder load(Load operation) {
        out.append("load ").append(operation.type().text()).append(' ');
        return place(operation.pointer(), operation.offset());
    }

    @Override
    public StringBuilder store(Store operation) {
        out.append("store ");
        return place(operation.pointer(), operation.offset())
                .append(", ")
                .append(operation.value().text());
    }

    @Override
    public StringBuilder atomicAdd(AtomicAdd operation) {
        out.append("atomic_add ");
        return place(operation.pointer(), operation.offset())
                .append(", ")
                .append(operation.value().text());
    }

    @Override
    public StringBuilder pointerAdd(PointerAdd operation) {
        return values("pointer_add", operation);
    }

    @Override
    public StringBuilder stackSlot(StackSlot operation) {
        out.append("stack_slot ");
        quoted(operation.name()).append(", size ").append(operation.size());
        return out.append(", align ").append(operation.alignment());
    }

    @Override
    public StringBuilder mapAddress(MapAddress operation) {
        out.append("map_address ");
        return quoted(operation.map());
    }

    @Override
    public StringBuilder mapValueAddress(MapValueAddress operation) {
        out.append("map_value_address ");
        return quoted(operation.map()).append(" + ").append(operation.offset());
    }

    @Override
    public StringBuilder relocated(Relocated operation) {
        out.append(operation.kind().text()).append(' ');
        quoted(operation.path()).append(operation.known() < 0 ? " - " : " + ");
        out.append(Math.absExact(operation.known()));
        return out.append(", struct ").append(operation.struct());
    }

    @Override
    public StringBuilder call(Call operation) {
        out.append("call ").append(operation.type().text()).append(' ');
        out.append(operation.helper().kernelName());
        return arguments(operation);
    }

    @Override
    public StringBuilder kernelFunctionCall(KernelFunctionCall operation) {
        out.append("call ").append(operation.type().text()).append(" kernel ");
        quoted(operation.function());
        return arguments(operation);
    }

    @Override
    public StringBuilder subprogramCall(SubprogramCall operation) {
        out.append("call ").append(operation.type().text()).append(' ');
        quoted(operation.function());
        return arguments(operation);
    }

    private StringBuilder arguments(Operation call) {
        out.append('(');
        for (int i = 0; i < call.operandCount(); i++) {
            out.append(i == 0 ? "" : ", ").append(call.operand(i).text());
        }
        return out.append(')');
    }

    @Override
    public StringBuilder subprogramAddress(SubprogramAddress operation) {
        out.append("function_address ");
        return quoted(operation.function());
    }

    @Override
    public StringBuilder fill(Fill operation) {
        out.append("fill ");
        place(operation.pointer(), operation.offset()).append(", size ").append(operation.size());
        return out.append(", with ").append(operation.content());
    }

    @Override
    public StringBuilder copy(Copy operation) {
        out.append("copy ");
        place(operation.destination(), operation.destinationOffset()).append(", ");
        return place(operation.source(), operation.sourceOffset())
                .append(", size ")
                .append(operation.size());
    }

    @Override
    public StringBuilder jump(Jump terminator) {
        out.append("jump ");
        return edge(terminator.edge());
    }

    @Override
    public StringBuilder branch(Branch terminator) {
        out.append("branch ").append(terminator.condition().text()).append(", ");
        edge(terminator.whenTrue()).append(", ");
        return edge(terminator.whenFalse());
    }

    @Override
    public StringBuilder ret(Return terminator) {
        return out.append("return ").append(terminator.value().text());
    }

    @Override
    public StringBuilder unreachable(Unreachable terminator) {
        return out.append("unreachable");
    }

    private StringBuilder edge(Edge edge) {
        out.append(edge.target().name());
        for (int i = 0; i < edge.argumentCount(); i++) {
            out.append(i == 0 ? "(" : ", ").append(edge.argument(i).text());
        }
        return edge.argumentCount() == 0 ? out : out.append(')');
    }
}
