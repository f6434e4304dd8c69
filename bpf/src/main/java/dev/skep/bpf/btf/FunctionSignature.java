package dev.skep.bpf.btf;

import java.util.ArrayList;
import java.util.List;

/**
 * What a function takes and gives, as far as registers show it: by this a caller sees whether a
 * function of the kernel is still the one that it was written for.
 *
 * @param result what it gives
 * @param parameters what it takes, in order
 */
public record FunctionSignature(Passed result, List<Passed> parameters) {

    /** Copies the list. */
    public FunctionSignature {
        parameters = List.copyOf(parameters);
    }

    /** What is passed in a register. */
    public enum Passed {
        /** Nothing; of a result that a caller is not interested in, whatever there is. */
        VOID("void"),
        /** An integer, an enumerator or a truth value. */
        NUMBER("number"),
        /** A pointer or an array. */
        POINTER("pointer"),
        /** Anything else, such as a struct. */
        OTHER("other");

        private static final Passed[] VALUES = values();

        private final String text;

        Passed(String text) {
            this.text = text;
        }

        /** {@return the word for it in text forms, such as {@code pointer}} */
        public String text() {
            return text;
        }

        /** {@return the one of that word; {@link #OTHER} for any word that is none} */
        public static Passed ofText(String text) {
            for (Passed passed : VALUES) {
                if (passed.text.equals(text)) {
                    return passed;
                }
            }
            return OTHER;
        }
    }

    /**
     * {@return the signature of a function}
     *
     * @param function the id of its FUNC
     * @throws IllegalArgumentException if it is the id of something else
     */
    public static FunctionSignature of(Btf btf, int function) {
        if (!(btf.type(function) instanceof BtfType.Func func)
                || !(btf.type(func.prototype()) instanceof BtfType.FuncProto prototype)) {
            throw new IllegalArgumentException("type " + function + " is no function");
        }
        List<Passed> parameters = new ArrayList<>(prototype.parameters().size());
        for (BtfType.Parameter parameter : prototype.parameters()) {
            parameters.add(passed(btf, parameter.type()));
        }
        return new FunctionSignature(passed(btf, prototype.result()), parameters);
    }

    private static Passed passed(Btf btf, int type) {
        return switch (btf.kind(btf.resolve(type))) {
            case VOID -> Passed.VOID;
            case INT, ENUM, ENUM64 -> Passed.NUMBER;
            case PTR, ARRAY -> Passed.POINTER;
            case STRUCT,
                    UNION,
                    FWD,
                    TYPEDEF,
                    VOLATILE,
                    CONST,
                    RESTRICT,
                    FUNC,
                    FUNC_PROTO,
                    VAR,
                    DATASEC,
                    FLOAT,
                    DECL_TAG,
                    TYPE_TAG,
                    UNKNOWN ->
                    Passed.OTHER;
        };
    }

    /** {@return whether who expects this gets along with a function that is {@code actual}} */
    public boolean fits(FunctionSignature actual) {
        return parameters.equals(actual.parameters)
                && (result == Passed.VOID || result == actual.result);
    }

    /** {@return the declaration of a function of that name: {@code pointer name(number)}} */
    public String declaration(String name) {
        StringBuilder text = new StringBuilder();
        text.append(result.text()).append(' ').append(name).append('(');
        for (int i = 0; i < parameters.size(); i++) {
            text.append(i == 0 ? "" : ", ").append(parameters.get(i).text());
        }
        return text.append(')').toString();
    }
}
