package dev.skep.cli.launch;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code equals} and {@code hashCode} of a record as plain code, with the results of
 * java.lang.runtime.ObjectMethods: components are compared in order, numbers by their wrapper's
 * {@code compare}, and hashed as {@code 31 * hash + next}. {@code toString} stays: it is for
 * messages.
 */
final class RecordMethods {

    private static final ClassDesc BOOTSTRAPS = ClassDesc.of("java.lang.runtime.ObjectMethods");
    private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");

    private record Component(String name, ClassDesc type) {}

    private RecordMethods() {}

    /** {@return whether a call is one that this class can replace} */
    static boolean accepts(InvokeDynamicInstruction call) {
        String name = call.name().stringValue();
        return call.bootstrapMethod().owner().equals(BOOTSTRAPS)
                && (name.equals("equals") || name.equals("hashCode"));
    }

    /** Writes what takes the operands of {@code call} and leaves its result. */
    static void replace(CodeBuilder code, InvokeDynamicInstruction call) {
        List<ConstantDesc> arguments = call.bootstrapArgs();
        ClassDesc type = (ClassDesc) arguments.get(0);
        List<Component> components = new ArrayList<>();
        // After the type and the names come the fields' getters.
        for (ConstantDesc argument : arguments.subList(2, arguments.size())) {
            DirectMethodHandleDesc getter = (DirectMethodHandleDesc) argument;
            components.add(
                    new Component(getter.methodName(), getter.invocationType().returnType()));
        }
        if (call.name().equalsString("equals")) {
            writeEquals(code, type, components);
        } else {
            writeHashCode(code, type, components);
        }
    }

    private static void writeEquals(CodeBuilder code, ClassDesc type, List<Component> components) {
        int other = code.allocateLocal(TypeKind.REFERENCE);
        int self = code.allocateLocal(TypeKind.REFERENCE);
        Label differs = code.newLabel();
        Label end = code.newLabel();
        code.astore(other).astore(self);
        code.aload(other).instanceOf(type).ifeq(differs);
        for (Component component : components) {
            code.aload(self).getfield(type, component.name(), component.type());
            code.aload(other).checkcast(type).getfield(type, component.name(), component.type());
            if (component.type().isPrimitive()) {
                MethodTypeDesc compare =
                        MethodTypeDesc.of(ConstantDescs.CD_int, component.type(), component.type());
                code.invokestatic(wrapper(component.type()), "compare", compare).ifne(differs);
            } else {
                MethodTypeDesc equals =
                        MethodTypeDesc.of(
                                ConstantDescs.CD_boolean,
                                ConstantDescs.CD_Object,
                                ConstantDescs.CD_Object);
                code.invokestatic(OBJECTS, "equals", equals).ifeq(differs);
            }
        }
        code.iconst_1().goto_(end);
        code.labelBinding(differs).iconst_0();
        code.labelBinding(end);
    }

    private static void writeHashCode(
            CodeBuilder code, ClassDesc type, List<Component> components) {
        int self = code.allocateLocal(TypeKind.REFERENCE);
        code.astore(self).iconst_0();
        for (Component component : components) {
            code.bipush(31).imul();
            code.aload(self).getfield(type, component.name(), component.type());
            if (component.type().isPrimitive()) {
                MethodTypeDesc hash = MethodTypeDesc.of(ConstantDescs.CD_int, component.type());
                code.invokestatic(wrapper(component.type()), "hashCode", hash);
            } else {
                MethodTypeDesc hash =
                        MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_Object);
                code.invokestatic(OBJECTS, "hashCode", hash);
            }
            code.iadd();
        }
    }

    private static ClassDesc wrapper(ClassDesc primitive) {
        return switch (primitive.descriptorString()) {
            case "Z" -> ConstantDescs.CD_Boolean;
            case "B" -> ConstantDescs.CD_Byte;
            case "C" -> ConstantDescs.CD_Character;
            case "S" -> ConstantDescs.CD_Short;
            case "I" -> ConstantDescs.CD_Integer;
            case "J" -> ConstantDescs.CD_Long;
            case "F" -> ConstantDescs.CD_Float;
            case "D" -> ConstantDescs.CD_Double;
            default -> throw new IllegalArgumentException(primitive + " is no primitive type");
        };
    }
}
