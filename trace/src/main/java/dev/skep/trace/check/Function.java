package dev.skep.trace.check;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/** The builtins and functions of the language; {@code pid} and {@code pid()} are the same. */
public enum Function {
    ARGS("args", 0, 0),
    ARG0("arg0", 0, 0),
    ARG1("arg1", 0, 0),
    ARG2("arg2", 0, 0),
    ARG3("arg3", 0, 0),
    ARG4("arg4", 0, 0),
    ARG5("arg5", 0, 0),
    ARG6("arg6", 0, 0),
    ARG7("arg7", 0, 0),
    ARG8("arg8", 0, 0),
    ARG9("arg9", 0, 0),
    AVG("avg", 1, 1),
    CLEAR("clear", 1, 1),
    COMM("comm", 0, 0),
    COUNT("count", 0, 0),
    CPU("cpu", 0, 0),
    CURTASK("curtask", 0, 0),
    CTX("ctx", 0, 0),
    DELETE("delete", 1, 2),
    ELAPSED("elapsed", 0, 0),
    EXIT("exit", 0, 1),
    FUNC("func", 0, 0),
    GID("gid", 0, 0),
    HAS_KEY("has_key", 2, 2),
    HIST("hist", 1, 2),
    KADDR("kaddr", 1, 1),
    KPTR("kptr", 1, 1),
    KSTACK("kstack", 0, 2),
    KSYM("ksym", 1, 1),
    LHIST("lhist", 4, 4),
    MAX("max", 1, 1),
    MIN("min", 1, 1),
    NSECS("nsecs", 0, 1),
    OFFSETOF("offsetof", 2, 2),
    PID("pid", 0, 1),
    PRINT("print", 1, 3),
    PRINTF("printf", 1, Integer.MAX_VALUE),
    PROBE("probe", 0, 0),
    PROBETYPE("probetype", 0, 0),
    REG("reg", 1, 1),
    RETVAL("retval", 0, 0),
    SIZEOF("sizeof", 1, 1),
    STATS("stats", 1, 1),
    STR("str", 1, 2),
    SUM("sum", 1, 1),
    TID("tid", 0, 1),
    TIME("time", 0, 1),
    UID("uid", 0, 0),
    UPTR("uptr", 1, 1),
    USTACK("ustack", 0, 2),
    USYM("usym", 1, 1),
    ZERO("zero", 1, 1);

    private static final Map<String, Function> BY_NAME = byName();

    private final String text;
    private final int fewest;
    private final int most;

    Function(String text, int fewest, int most) {
        this.text = text;
        this.fewest = fewest;
        this.most = most;
    }

    /** {@return its name in scripts} */
    public String text() {
        return text;
    }

    /** {@return the function of that name, or null if there is none or it is not supported yet} */
    public static @Nullable Function named(String name) {
        return BY_NAME.get(name);
    }

    /** {@return for {@code arg3} 3, for others -1} */
    public int argumentIndex() {
        return switch (this) {
            case ARG0 -> 0;
            case ARG1 -> 1;
            case ARG2 -> 2;
            case ARG3 -> 3;
            case ARG4 -> 4;
            case ARG5 -> 5;
            case ARG6 -> 6;
            case ARG7 -> 7;
            case ARG8 -> 8;
            case ARG9 -> 9;
            default -> -1;
        };
    }

    /** {@return the fewest arguments that it takes} */
    int fewest() {
        return fewest;
    }

    /** {@return the most arguments that it takes} */
    int most() {
        return most;
    }

    /** {@return whether it fills a map and has no value of its own} */
    boolean isAggregation() {
        return switch (this) {
            case AVG, COUNT, HIST, LHIST, MAX, MIN, STATS, SUM -> true;
            default -> false;
        };
    }

    /** {@return whether its first argument is a map as a whole, if it is a map} */
    boolean takesWholeMap() {
        return switch (this) {
            case CLEAR, DELETE, HAS_KEY, PRINT, ZERO -> true;
            default -> false;
        };
    }

    private static Map<String, Function> byName() {
        Map<String, Function> functions = new HashMap<>();
        for (Function function : values()) {
            functions.put(function.text, function);
        }
        return functions;
    }
}
