package dev.skep.cli.launch;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Pattern switches of one class as chains of {@code instanceof}. The call {@code
 * typeSwitch(selector, restart)} gives the number of the first label from {@code restart} on that
 * the selector is an instance of, the number of labels if there is none, and -1 for null
 * (java.lang.runtime.SwitchBootstraps).
 */
final class TypeSwitches {

    private static final ClassDesc BOOTSTRAPS = ClassDesc.of("java.lang.runtime.SwitchBootstraps");
    private static final int SELECTOR = 0;
    private static final int RESTART = 1;

    private record Key(MethodTypeDesc type, List<ConstantDesc> labels) {}

    private final ClassDesc owner;
    private final boolean isInterface;
    private final Map<Key, String> methods = new LinkedHashMap<>();

    TypeSwitches(ClassDesc owner, boolean isInterface) {
        this.owner = owner;
        this.isInterface = isInterface;
    }

    /**
     * {@return whether a call is a pattern switch over types alone, which this class can replace}
     */
    static boolean accepts(InvokeDynamicInstruction call) {
        if (!call.bootstrapMethod().owner().equals(BOOTSTRAPS)
                || !call.bootstrapMethod().methodName().equals("typeSwitch")
                || call.typeSymbol().parameterType(SELECTOR).isPrimitive()) {
            return false;
        }
        for (ConstantDesc label : call.bootstrapArgs()) {
            if (!(label instanceof ClassDesc type) || type.isPrimitive()) {
                return false;
            }
        }
        return true;
    }

    /** Calls a method of the class in place of {@code call}. */
    void replace(CodeBuilder code, InvokeDynamicInstruction call) {
        Key key = new Key(call.typeSymbol(), call.bootstrapArgs());
        String name = methods.computeIfAbsent(key, _ -> "typeSwitch$" + methods.size());
        code.invokestatic(owner, name, call.typeSymbol(), isInterface);
    }

    /** Adds the methods that were called. */
    void addMethods(ClassBuilder type) {
        methods.forEach((key, name) ->
                type.withMethodBody(
                        name,
                        key.type(),
                        ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC,
                        code -> writeBody(code, key.labels())));
    }

    private static void writeBody(CodeBuilder code, List<ConstantDesc> labels) {
        Label notNull = code.newLabel();
        code.aload(SELECTOR).ifnonnull(notNull).iconst_m1().ireturn();
        code.labelBinding(notNull);
        List<Label> tests = new ArrayList<>();
        List<SwitchCase> cases = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            tests.add(code.newLabel());
            cases.add(SwitchCase.of(i, tests.get(i)));
        }
        Label none = code.newLabel();
        code.iload(RESTART).tableswitch(none, cases);
        for (int i = 0; i < labels.size(); i++) {
            Label next = i + 1 < labels.size() ? tests.get(i + 1) : none;
            code.labelBinding(tests.get(i));
            code.aload(SELECTOR).instanceOf((ClassDesc) labels.get(i)).ifeq(next);
            code.loadConstant(i).ireturn();
        }
        code.labelBinding(none).loadConstant(labels.size()).ireturn();
    }
}
