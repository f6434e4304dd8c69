package dev.skep.compiler.ir;

import dev.skep.bpf.asm.CoreRelocation;
import dev.skep.compiler.call.KernelFunction;
import dev.skep.compiler.call.KernelFunctionTable;

/** What each kind of operation asks of its operands. The answer is what is wrong, or empty. */
final class OperationRules implements OperationVisitor<String> {
    private static final String FINE = "";

    @Override
    public String binary(Binary operation) {
        if (!(operation.left().type() instanceof Type.Int type)) {
            return "arithmetic is for integers, not " + operation.left().type().text();
        }
        if (type != operation.right().type()) {
            return "the operands differ in type: "
                    + type.text()
                    + ", "
                    + operation.right().type().text();
        }
        return switch (operation.operation()) {
            case AND, OR, XOR -> FINE;
            case ADD, SUB, MUL, UDIV, SDIV, UREM, SREM, SHL, LSHR, ASHR ->
                    type == Type.I1 ? "an i1 knows only and, or, xor" : FINE;
        };
    }

    @Override
    public String compare(Compare operation) {
        Type left = operation.left().type();
        Type right = operation.right().type();
        if (!left.equals(right)) {
            return "the operands differ in type: " + left.text() + ", " + right.text();
        }
        if (left == Type.VOID) {
            return "nothing is compared";
        }
        return left.isPointer() && operation.predicate().isSigned()
                ? "pointers have no sign"
                : FINE;
    }

    @Override
    public String convert(Convert operation) {
        Type from = operation.value().type();
        Type to = operation.target();
        boolean fits =
                switch (operation.conversion()) {
                    case ZERO_EXTEND, SIGN_EXTEND ->
                            from instanceof Type.Int f
                                    && to instanceof Type.Int t
                                    && f.bits() < t.bits();
                    case TRUNCATE ->
                            from instanceof Type.Int f
                                    && to instanceof Type.Int t
                                    && f.bits() > t.bits();
                    case REINTERPRET -> is64Bits(from) && is64Bits(to);
                    case BYTE_SWAP ->
                            from.equals(to)
                                    && (from == Type.I16 || from == Type.I32 || from == Type.I64);
                };
        return fits
                ? FINE
                : "no "
                        + operation.conversion().text()
                        + " from "
                        + from.text()
                        + " to "
                        + to.text();
    }

    @Override
    public String select(Select operation) {
        Type type = operation.whenTrue().type();
        if (operation.condition().type() != Type.I1) {
            return "the condition is no i1";
        }
        if (type == Type.VOID || !type.equals(operation.whenFalse().type())) {
            return "the choices differ in type: "
                    + type.text()
                    + ", "
                    + operation.whenFalse().type().text();
        }
        return FINE;
    }

    @Override
    public String load(Load operation) {
        return access(operation.pointer(), operation.offset(), operation.loaded());
    }

    @Override
    public String store(Store operation) {
        String wrong = writable(operation.pointer());
        return wrong.isEmpty()
                ? access(operation.pointer(), operation.offset(), operation.value().type())
                : wrong;
    }

    @Override
    public String atomicAdd(AtomicAdd operation) {
        Type type = operation.value().type();
        if (type != Type.I32 && type != Type.I64) {
            return "no atomic addition of " + type.text();
        }
        String wrong = writable(operation.pointer());
        if (!wrong.isEmpty()) {
            return wrong;
        }
        return access(operation.pointer(), operation.offset(), type);
    }

    @Override
    public String pointerAdd(PointerAdd operation) {
        if (operation.offset().type() != Type.I64) {
            return "the offset is no i64 but " + operation.offset().type().text();
        }
        return pointer(operation.pointer());
    }

    @Override
    public String stackSlot(StackSlot operation) {
        if (operation.size() < 1) {
            return "a slot of " + operation.size() + " bytes";
        }
        int alignment = operation.alignment();
        return alignment >= 1 && alignment <= 8 && Integer.bitCount(alignment) == 1
                ? FINE
                : "a slot can't be aligned to " + alignment;
    }

    @Override
    public String mapAddress(MapAddress operation) {
        return operation.map().isEmpty() ? "the map has no name" : FINE;
    }

    @Override
    public String mapValueAddress(MapValueAddress operation) {
        if (operation.offset() < 0) {
            return "the offset is negative";
        }
        return operation.map().isEmpty() ? "the map has no name" : FINE;
    }

    @Override
    public String relocated(Relocated operation) {
        boolean isNumber = operation.kind() == CoreRelocation.ENUM_VALUE;
        if (operation.known() < 0 && !isNumber) {
            return operation.kind() == CoreRelocation.FIELD_OFFSET
                    ? "the offset is negative"
                    : "the number is negative";
        }
        return isNumber || operation.path().startsWith("0")
                ? FINE
                : "the way to a member starts with 0";
    }

    @Override
    public String subprogramCall(SubprogramCall operation) {
        if (operation.type() == Type.VOID) {
            return "a function returns something";
        }
        return arguments(operation);
    }

    @Override
    public String subprogramAddress(SubprogramAddress operation) {
        return operation.function().isEmpty() ? "the function has no name" : FINE;
    }

    @Override
    public String call(Call operation) {
        String wrong = arguments(operation);
        return wrong.isEmpty() ? HelperRules.wrong(operation) : wrong;
    }

    @Override
    public String kernelFunctionCall(KernelFunctionCall operation) {
        String wrong = arguments(operation);
        if (!wrong.isEmpty()) {
            return wrong;
        }
        if (operation.function().isEmpty()) {
            return "the function has no name";
        }
        KernelFunction known = KernelFunctionTable.find(operation.function());
        return known == null ? FINE : HelperRules.wrong(operation, known.name(), known.signature());
    }

    private static String arguments(Operation operation) {
        if (operation.operandCount() > Call.MAX_ARGUMENTS) {
            return "a call takes at most 5 arguments";
        }
        for (int i = 0; i < operation.operandCount(); i++) {
            if (operation.operand(i).type() == Type.VOID) {
                return "argument " + i + " is nothing";
            }
        }
        return FINE;
    }

    @Override
    public String fill(Fill operation) {
        String wrong = writable(operation.pointer());
        return wrong.isEmpty()
                ? bytes(operation.pointer(), operation.offset(), operation.size())
                : wrong;
    }

    @Override
    public String copy(Copy operation) {
        String wrong = writable(operation.destination());
        if (wrong.isEmpty()) {
            wrong = bytes(operation.destination(), operation.destinationOffset(), operation.size());
        }
        return wrong.isEmpty()
                ? bytes(operation.source(), operation.sourceOffset(), operation.size())
                : wrong;
    }

    private static String access(Value pointer, int offset, Type type) {
        if (type == Type.I1 || type == Type.VOID) {
            return "memory holds no " + type.text();
        }
        return bytes(pointer, offset, type.bytes());
    }

    private static String bytes(Value pointer, int offset, int size) {
        String wrong = loadable(pointer);
        if (!wrong.isEmpty()) {
            return wrong;
        }
        if (size < 1) {
            return size + " bytes of memory";
        }
        if (pointer instanceof StackSlot slot && (offset < 0 || offset > slot.size() - size)) {
            return "bytes "
                    + offset
                    + " to "
                    + ((long) offset + size)
                    + " are not in a slot of "
                    + slot.size();
        }
        return FINE;
    }

    private static String pointer(Value pointer) {
        if (!(pointer.type() instanceof Type.Pointer type)) {
            return "the pointer is " + pointer.type().text();
        }
        return switch (type.space()) {
            case MAP -> "a map is for helpers only";
            case FUNCTION -> "a function's address is for helpers only";
            case STACK, CONTEXT, MAP_VALUE, RING_BUFFER, TYPED, KERNEL, USER, PACKET -> FINE;
        };
    }

    /** {@return what keeps memory from being loaded from by the program itself} */
    private static String loadable(Value pointer) {
        String wrong = pointer(pointer);
        if (!wrong.isEmpty() || !(pointer.type() instanceof Type.Pointer type)) {
            return wrong;
        }
        return switch (type.space()) {
            case USER -> "user memory is reached by helpers only";
            case KERNEL -> "kernel memory of no known type is reached by helpers only";
            case STACK, CONTEXT, MAP_VALUE, RING_BUFFER, TYPED, PACKET, MAP, FUNCTION -> FINE;
        };
    }

    private static String writable(Value pointer) {
        return pointer.type() instanceof Type.Pointer type && type.space() == AddressSpace.TYPED
                ? "an object of the kernel is not written"
                : FINE;
    }

    private static boolean is64Bits(Type type) {
        return type == Type.I64 || type.isPointer();
    }
}
