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
    ASSERT("assert", 2, 2),
    AVG("avg", 1, 1),
    BSWAP("bswap", 1, 1),
    BUF("buf", 1, 2),
    CAT("cat", 1, Integer.MAX_VALUE),
    CGROUP("cgroup", 0, 0),
    CGROUPID("cgroupid", 1, 1),
    CGROUP_PATH("cgroup_path", 1, 2),
    CLEAR("clear", 1, 1),
    COMM("comm", 0, 1),
    COUNT("count", 0, 0),
    CPID("cpid", 0, 0),
    CPU("cpu", 0, 0),
    DEBUGF("debugf", 1, Integer.MAX_VALUE),
    CURTASK("curtask", 0, 0),
    CTX("ctx", 0, 0),
    DELETE("delete", 1, 2),
    ELAPSED("elapsed", 0, 0),
    ERRORF("errorf", 1, Integer.MAX_VALUE),
    EXIT("exit", 0, 1),
    FAIL("fail", 1, Integer.MAX_VALUE),
    FIND("find", 3, 3),
    GETOPT("getopt", 1, 3),
    FUNC("func", 0, 0),
    GID("gid", 0, 0),
    HAS_CPID("has_cpid", 0, 0),
    HAS_KEY("has_key", 2, 2),
    HIST("hist", 1, 2),
    IS_ARRAY("is_array", 1, 1),
    IS_ERR("is_err", 1, 1),
    IS_INTEGER("is_integer", 1, 1),
    IS_LITERAL("is_literal", 1, 1),
    IS_PTR("is_ptr", 1, 1),
    IS_STR("is_str", 1, 1),
    IS_UNSIGNED_INTEGER("is_unsigned_integer", 1, 1),
    JIFFIES("jiffies", 0, 0),
    JOIN("join", 1, 2),
    KFUNC_ALLOWED("kfunc_allowed", 1, 1),
    KFUNC_EXIST("kfunc_exist", 1, 1),
    KPTR("kptr", 1, 1),
    KADDR("kaddr", 1, 1),
    KSTACK("kstack", 0, 2),
    KSYM("ksym", 1, 1),
    LEADER_COMM("leader_comm", 0, 1),
    LEADER_TID("leader_tid", 0, 1),
    LEN("len", 1, 1),
    LHIST("lhist", 4, 4),
    MACADDR("macaddr", 1, 1),
    MAX("max", 1, 1),
    MEMCMP("memcmp", 3, 3),
    MIN("min", 1, 1),
    NCPUS("ncpus", 0, 0),
    NSECS("nsecs", 0, 1),
    NTOP("ntop", 1, 2),
    NUMAID("numaid", 0, 0),
    OVERRIDE("override", 1, 1),
    PATH("path", 1, 2),
    PCOMM("pcomm", 0, 1),
    OFFSETOF("offsetof", 2, 2),
    PERCPU_KADDR("percpu_kaddr", 1, 2),
    PID("pid", 0, 1),
    PPID("ppid", 0, 1),
    PRINT("print", 1, 3),
    PRINTF("printf", 1, Integer.MAX_VALUE),
    PROBE("probe", 0, 0),
    PROBETYPE("probetype", 0, 0),
    PTON("pton", 1, 1),
    RAND("rand", 0, 0),
    SIGNAL("signal", 1, 1),
    SIGNAL_NAME("signal_name", 1, 1),
    SIGNAL_THREAD("signal_thread", 1, 1),
    SIZEOF("sizeof", 1, 1),
    SKBOUTPUT("skboutput", 4, 4),
    SOCKET_COOKIE("socket_cookie", 1, 1),
    STATIC_ASSERT("static_assert", 2, 2),
    REG("reg", 1, 1),
    RETVAL("retval", 0, 0),
    STATS("stats", 1, 1),
    STR("str", 1, 2),
    STR_CONCAT("str_concat", 2, 2),
    STRCAP("strcap", 1, 1),
    STRCONTAINS("strcontains", 2, 2),
    STRERROR("strerror", 1, 1),
    STRFTIME("strftime", 2, 2),
    STRLEN("strlen", 1, 1),
    STRNCMP("strncmp", 3, 3),
    STRSTR("strstr", 2, 2),
    SUM("sum", 1, 1),
    SYSCALL_NAME("syscall_name", 1, 1),
    SYSTEM("system", 1, Integer.MAX_VALUE),
    TID("tid", 0, 1),
    TIME("time", 0, 1),
    TSERIES("tseries", 3, 4),
    UADDR("uaddr", 1, 1),
    TYPEINFO("typeinfo", 1, 1),
    UID("uid", 0, 0),
    UPTR("uptr", 1, 1),
    USERMODE("usermode", 0, 0),
    USERNAME("username", 0, 0),
    USTACK("ustack", 0, 2),
    USYM("usym", 1, 1),
    WARNF("warnf", 1, Integer.MAX_VALUE),
    WRITE_USER("write_user", 3, 3),
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
            case AVG, COUNT, HIST, LHIST, MAX, MIN, STATS, SUM, TSERIES -> true;
            default -> false;
        };
    }

    /** {@return whether its first argument is a map as a whole, if it is a map} */
    boolean takesWholeMap() {
        return switch (this) {
            case CLEAR, DELETE, FIND, HAS_KEY, PRINT, ZERO -> true;
            default -> false;
        };
    }

    /**
     * {@return whether it is a macro of the standard library upstream, which calls with the wrong
     * arguments are told of in other words}
     */
    boolean isMacro() {
        return switch (this) {
            case ASSERT,
                    CGROUP,
                    COMM,
                    CPID,
                    CPU,
                    CURTASK,
                    DELETE,
                    ELAPSED,
                    FIND,
                    FUNC,
                    GID,
                    HAS_CPID,
                    HAS_KEY,
                    JIFFIES,
                    KFUNC_ALLOWED,
                    KFUNC_EXIST,
                    LEADER_COMM,
                    LEADER_TID,
                    LEN,
                    MEMCMP,
                    NCPUS,
                    NUMAID,
                    OVERRIDE,
                    PCOMM,
                    PPID,
                    PROBE,
                    PROBETYPE,
                    RAND,
                    RETVAL,
                    SIGNAL,
                    SIGNAL_THREAD,
                    STATIC_ASSERT,
                    STRCAP,
                    STRCONTAINS,
                    STRERROR,
                    STRLEN,
                    STRSTR,
                    SYSCALL_NAME,
                    UADDR,
                    UID,
                    USERMODE,
                    USERNAME,
                    WRITE_USER ->
                    true;
            default -> false;
        };
    }

    /** {@return whether it asks for the type of its arguments, not for their values} */
    boolean takesType() {
        return switch (this) {
            case IS_ARRAY,
                    IS_INTEGER,
                    IS_LITERAL,
                    IS_PTR,
                    IS_STR,
                    IS_UNSIGNED_INTEGER,
                    OFFSETOF,
                    SIZEOF,
                    TYPEINFO ->
                    true;
            default -> false;
        };
    }

    /** {@return whether it changes what it looks at, and so needs {@code --unsafe}} */
    boolean isUnsafe() {
        return switch (this) {
            case OVERRIDE, SYSTEM, SIGNAL, SIGNAL_THREAD, WRITE_USER -> true;
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
