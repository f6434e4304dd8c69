package dev.skep.cli.launch;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.reflect.AccessFlag;

/** A class without the {@code invokedynamic} calls that cost at start. */
final class StartupClass {

    private StartupClass() {}

    /**
     * {@return a class file that does the same}
     *
     * @param classFile the class as the compiler made it
     * @param types knows the types of its module and those it uses
     */
    static byte[] of(byte[] classFile, ClassHierarchyResolver types) {
        ClassFile format =
                ClassFile.of(
                        ClassFile.ClassHierarchyResolverOption.of(types),
                        // Bootstrap methods that nothing refers to any more would keep their
                        // classes alive.
                        ClassFile.ConstantPoolSharingOption.NEW_POOL);
        ClassModel model = format.parse(classFile);
        ClassDesc name = model.thisClass().asSymbol();
        TypeSwitches switches = new TypeSwitches(name, model.flags().has(AccessFlag.INTERFACE));
        CodeTransform code =
                (builder, element) -> {
                    if (element instanceof InvokeDynamicInstruction call
                            && TypeSwitches.accepts(call)) {
                        switches.replace(builder, call);
                    } else if (element instanceof InvokeDynamicInstruction call
                            && RecordMethods.accepts(call)) {
                        RecordMethods.replace(builder, call);
                    } else {
                        builder.with(element);
                    }
                };
        return format.transformClass(
                model,
                ClassTransform.transformingMethodBodies(code)
                        .andThen(ClassTransform.endHandler(switches::addMethods)));
    }
}
