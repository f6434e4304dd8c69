package dev.skep.compiler.ir;

import dev.skep.bpf.asm.BpfHelper;
import dev.skep.compiler.call.HelperArgument;
import dev.skep.compiler.call.HelperResult;
import dev.skep.compiler.call.HelperSignature;
import dev.skep.compiler.call.HelperTable;

import java.util.List;

/** What calls of helpers ask of their arguments: what {@link HelperTable} says. */
final class HelperRules {

    private HelperRules() {}

    /** {@return what is wrong with a call, or an empty text} */
    static String wrong(Call call) {
        String name = call.helper().kernelName();
        HelperSignature signature = HelperTable.signature(call.helper());
        if (signature == null) {
            return "what " + name + " takes is not known";
        }
        return isVariadic(call, signature)
                ? wrong(call, name, signature, call.operandCount())
                : wrong(call, name, signature);
    }

    /** {@return what is wrong with a call of what has that signature, or an empty text} */
    static String wrong(Operation call, String name, HelperSignature signature) {
        return wrong(call, name, signature, signature.arguments().size());
    }

    private static String wrong(
            Operation call, String name, HelperSignature signature, int expected) {
        List<HelperArgument> arguments = signature.arguments();
        if (call.operandCount() != expected) {
            return name + " takes " + arguments.size() + " arguments, not " + call.operandCount();
        }
        for (int i = 0; i < call.operandCount(); i++) {
            HelperArgument argument = arguments.get(i);
            Value operand = call.operand(i);
            if (!takes(argument, operand.type()) && !isAllowedNull(argument, operand)) {
                return name
                        + " takes as argument "
                        + (i + 1)
                        + " "
                        + argument.text()
                        + ", not "
                        + operand.type().text();
            }
        }
        return gives(signature.result(), call.type())
                ? ""
                : name + " does not give " + call.type().text();
    }

    /** {@return whether a call leaves out trailing numbers, as that of a format may} */
    private static boolean isVariadic(Call call, HelperSignature signature) {
        for (int i = call.operandCount(); i < signature.arguments().size(); i++) {
            if (signature.arguments().get(i) != HelperArgument.NUMBER) {
                return false;
            }
        }
        return call.helper() == BpfHelper.TRACE_PRINTK
                && call.operandCount() >= 2
                && call.operandCount() <= signature.arguments().size();
    }

    private static boolean isAllowedNull(HelperArgument argument, Value operand) {
        return (argument == HelperArgument.READ_OR_NULL || argument == HelperArgument.CLOSURE)
                && Constant.is(operand, 0);
    }

    private static boolean takes(HelperArgument argument, Type type) {
        return switch (type) {
            case Type.Nothing _ -> false;
            case Type.Int _ ->
                    argument == HelperArgument.NUMBER || argument == HelperArgument.ADDRESS;
            case Type.Pointer(AddressSpace space) -> takes(argument, space);
        };
    }

    private static boolean takes(HelperArgument argument, AddressSpace space) {
        return switch (argument) {
            case NUMBER -> false;
            case MAP -> space == AddressSpace.MAP;
            case READ, READ_OR_NULL, CLOSURE -> isMemory(space) || space == AddressSpace.PACKET;
            case WRITTEN, WRITTEN_WHOLE, REWRITTEN -> isMemory(space);
            case CONTEXT -> space == AddressSpace.CONTEXT;
            case ADDRESS ->
                    switch (space) {
                        case KERNEL, USER, TYPED, STACK, MAP_VALUE, RING_BUFFER -> true;
                        case CONTEXT, MAP, PACKET, FUNCTION -> false;
                    };
            case OBJECT -> space == AddressSpace.TYPED;
            case FUNCTION -> space == AddressSpace.FUNCTION;
            case RECORD -> space == AddressSpace.RING_BUFFER;
        };
    }

    /** {@return whether this is memory that programs have for themselves} */
    private static boolean isMemory(AddressSpace space) {
        return space == AddressSpace.STACK
                || space == AddressSpace.MAP_VALUE
                || space == AddressSpace.RING_BUFFER;
    }

    private static boolean gives(HelperResult result, Type type) {
        return switch (type) {
            case Type.Nothing _ -> true;
            case Type.Int _ -> result == HelperResult.NUMBER || result == HelperResult.OBJECT;
            case Type.Pointer(AddressSpace space) ->
                    switch (result) {
                        case NUMBER -> false;
                        case MAP_VALUE -> space == AddressSpace.MAP_VALUE;
                        case RECORD -> space == AddressSpace.RING_BUFFER;
                        case OBJECT -> space == AddressSpace.TYPED;
                    };
        };
    }
}
