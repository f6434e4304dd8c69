package dev.skep.trace.syntax;

import java.util.Set;

/** The words of the language that mean something without being declared. */
public final class Vocabulary {

    private static final Set<String> KEYWORDS =
            Set.of(
                    "break",
                    "config",
                    "continue",
                    "else",
                    "for",
                    "if",
                    "import",
                    "let",
                    "macro",
                    "offsetof",
                    "return",
                    "sizeof",
                    "unroll",
                    "while");

    private static final Set<String> TYPES =
            Set.of(
                    "bool",
                    "buffer",
                    "cgroup_path_t",
                    "char",
                    "inet",
                    "int",
                    "int16",
                    "int32",
                    "int64",
                    "int8",
                    "ksym_t",
                    "kstack_t",
                    "long",
                    "mac_address",
                    "short",
                    "signed",
                    "string",
                    "timestamp",
                    "uint16",
                    "uint32",
                    "uint64",
                    "uint8",
                    "unsigned",
                    "username_t",
                    "ustack_t",
                    "usym_t",
                    "void");

    private static final Set<String> C_WORDS =
            Set.of(
                    "char",
                    "const",
                    "int",
                    "long",
                    "short",
                    "signed",
                    "unsigned",
                    "void",
                    "volatile");

    private static final Set<String> BUILTINS =
            Set.of(
                    "arg0",
                    "arg1",
                    "arg2",
                    "arg3",
                    "arg4",
                    "arg5",
                    "arg6",
                    "arg7",
                    "arg8",
                    "arg9",
                    "args",
                    "cgroup",
                    "comm",
                    "config",
                    "cpid",
                    "cpu",
                    "ctx",
                    "curtask",
                    "elapsed",
                    "func",
                    "gid",
                    "has_cpid",
                    "jiffies",
                    "kstack",
                    "leader_comm",
                    "leader_tid",
                    "ncpus",
                    "nsecs",
                    "numaid",
                    "pcomm",
                    "pid",
                    "ppid",
                    "probe",
                    "probetype",
                    "rand",
                    "retval",
                    "tid",
                    "uid",
                    "usermode",
                    "username",
                    "ustack");

    private static final Set<String> FUNCTIONS =
            Set.of(
                    "assert",
                    "avg",
                    "bswap",
                    "buf",
                    "cat",
                    "cgroup_path",
                    "cgroupid",
                    "clear",
                    "container_of",
                    "count",
                    "debugf",
                    "delete",
                    "dw_ustack",
                    "errorf",
                    "exit",
                    "fail",
                    "find",
                    "getopt",
                    "has_key",
                    "hist",
                    "is_array",
                    "is_err",
                    "is_integer",
                    "is_literal",
                    "is_ptr",
                    "is_str",
                    "is_unsigned_integer",
                    "join",
                    "kaddr",
                    "kfunc_allowed",
                    "kfunc_exist",
                    "kptr",
                    "ksym",
                    "len",
                    "lhist",
                    "macaddr",
                    "max",
                    "memcmp",
                    "min",
                    "ntop",
                    "offsetof",
                    "override",
                    "path",
                    "percpu_kaddr",
                    "print",
                    "printf",
                    "pton",
                    "reg",
                    "signal",
                    "signal_name",
                    "signal_thread",
                    "sizeof",
                    "skboutput",
                    "socket_cookie",
                    "static_assert",
                    "stats",
                    "str",
                    "str_concat",
                    "strcap",
                    "strcontains",
                    "strerror",
                    "strftime",
                    "strlen",
                    "strncmp",
                    "sum",
                    "syscall_name",
                    "system",
                    "time",
                    "tseries",
                    "typeinfo",
                    "typeof",
                    "uaddr",
                    "unwatch",
                    "uptr",
                    "usym",
                    "warnf",
                    "write_user",
                    "zero");

    private static final Set<String> PROVIDERS =
            Set.of(
                    "begin",
                    "bench",
                    "end",
                    "fentry",
                    "fexit",
                    "hardware",
                    "interval",
                    "iter",
                    "kprobe",
                    "kretprobe",
                    "profile",
                    "rawtracepoint",
                    "self",
                    "software",
                    "test",
                    "tracepoint",
                    "uprobe",
                    "uretprobe",
                    "usdt",
                    "watchpoint");

    private Vocabulary() {}

    /** {@return whether the word can't name anything} */
    public static boolean isKeyword(String word) {
        return KEYWORDS.contains(word);
    }

    /** {@return whether the word alone names a type} */
    public static boolean isType(String word) {
        return TYPES.contains(word);
    }

    /** {@return whether the word can be one of several that name a C type, as {@code unsigned}} */
    static boolean isTypeWordOfC(String word) {
        return C_WORDS.contains(word);
    }

    /** {@return whether the word is a value that may be written without parentheses} */
    public static boolean isBuiltin(String word) {
        return BUILTINS.contains(word);
    }

    /**
     * {@return whether the word is a function of the language, or a builtin, which may be called
     * too}
     */
    public static boolean isFunction(String word) {
        return FUNCTIONS.contains(word) || BUILTINS.contains(word);
    }

    /** {@return the values that may be written without parentheses} */
    public static Set<String> builtins() {
        return BUILTINS;
    }

    /** {@return the functions that need parentheses} */
    public static Set<String> functions() {
        return FUNCTIONS;
    }

    /** {@return the long names of the providers} */
    public static Set<String> providers() {
        return PROVIDERS;
    }

    /** {@return whether a type may be the operand of this function} */
    static boolean takesType(String function) {
        return switch (function) {
            case "sizeof", "offsetof", "typeof", "typeinfo" -> true;
            default -> false;
        };
    }
}
