package dev.skep.symbols.cpp;

import org.jspecify.annotations.Nullable;

/**
 * The name of a C++ function.
 *
 * @param name its name with what it is in, and its template's arguments: {@code ns::fn}
 * @param text its whole declaration as c++filt writes it: {@code int ns::fn<int>(int)}
 */
public record CppName(String name, String text) {

    /**
     * {@return the name that a symbol stands for, or null if it is none of C++ or has something in
     * it that is not understood}
     */
    public static @Nullable CppName of(String symbol) {
        if (!symbol.startsWith("_Z")) {
            return null;
        }
        try {
            return new Demangler(symbol).read();
        } catch (NotUnderstoodException e) {
            return null;
        }
    }

    /** {@return its name and the types of its parameters, without its result} */
    public String signature() {
        int start = text.indexOf(name);
        return start < 0 ? text : text.substring(start);
    }

    /** {@return the declaration that a symbol stands for, or the symbol if it is none of C++} */
    public static String display(String symbol) {
        CppName name = of(symbol);
        return name == null ? symbol : name.text;
    }
}
