package dev.skep.trace.check;

import org.jspecify.annotations.Nullable;

/** The builtins and functions of the language; {@code pid} and {@code pid()} are the same. */
public enum Function {
    ARGS("args"),
    ARG0("arg0"),
    ARG1("arg1"),
    ARG2("arg2"),
    ARG3("arg3"),
    ARG4("arg4"),
    ARG5("arg5"),
    ARG6("arg6"),
    ARG7("arg7"),
    ARG8("arg8"),
    ARG9("arg9"),
    AVG("avg"),
    CLEAR("clear"),
    COMM("comm"),
    COUNT("count"),
    CPU("cpu"),
    DELETE("delete"),
    ELAPSED("elapsed"),
    EXIT("exit"),
    GID("gid"),
    HAS_KEY("has_key"),
    HIST("hist"),
    LHIST("lhist"),
    MAX("max"),
    MIN("min"),
    NSECS("nsecs"),
    PID("pid"),
    PRINT("print"),
    PRINTF("printf"),
    PROBE("probe"),
    STATS("stats"),
    STR("str"),
    SUM("sum"),
    TID("tid"),
    TIME("time"),
    UID("uid"),
    ZERO("zero");

    private final String text;

    Function(String text) {
        this.text = text;
    }

    /** {@return its name in scripts} */
    public String text() {
        return text;
    }

    /** {@return the function of that name, or null} */
    public static @Nullable Function named(String name) {
        for (Function function : values()) {
            if (function.text.equals(name)) {
                return function;
            }
        }
        return null;
    }
}
