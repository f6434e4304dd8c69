package dev.skep.compiler.ir;

/** Finds types and kinds of operations by their names in the text form. */
final class IrWords {

    private IrWords() {}

    /** {@return the type that the text goes on with} */
    static Type type(IrScanner in) {
        String name = in.word("a type");
        if (in.accept("*")) {
            for (AddressSpace space : AddressSpace.values()) {
                if (space.text().equals(name)) {
                    return Type.pointer(space);
                }
            }
            throw in.errorBehind("there is no address space " + name);
        }
        if (name.equals(Type.VOID.text())) {
            return Type.VOID;
        }
        for (Type.Int type : Type.Int.values()) {
            if (type.text().equals(name)) {
                return type;
            }
        }
        throw in.errorBehind("there is no type " + name);
    }

    /** {@return the relation that the text goes on with} */
    static Predicate predicate(IrScanner in) {
        String name = in.word("a relation");
        for (Predicate predicate : Predicate.values()) {
            if (predicate.text().equals(name)) {
                return predicate;
            }
        }
        throw in.errorBehind("there is no relation " + name);
    }

    /** {@return the arithmetic of that name} */
    static BinaryOperation binaryOperation(String name, IrScanner in) {
        for (BinaryOperation operation : BinaryOperation.values()) {
            if (operation.text().equals(name)) {
                return operation;
            }
        }
        throw in.errorBehind("there is no operation " + name + " that gives a value");
    }
}
