package dev.skep.cli;

import java.util.List;

/** What {@code skep trace} takes: bpftrace's options, and Skep's own long ones. */
final class TraceOptions {

    static final Option PROGRAM = Option.value('e', "", "PROGRAM", "run this text");
    static final Option COMMAND =
            Option.value('c', "cmd", "COMMAND", "run this command while tracing; end when it ends");
    static final Option PID =
            Option.value('p', "pid", "PID", "trace this process only; end when it ends");
    static final Option UNSAFE =
            Option.flag('\0', "unsafe", "allow functions that change what they look at");
    static final Option HELPER_WARNINGS =
            Option.flag('k', "warnings", "warn when something can't be read");
    static final Option DRY_RUN =
            Option.flag('\0', "dry-run", "load and attach everything, then end");
    static final Option FILTER =
            Option.value('\0', "probe-filter", "REGEX", "leave out probes whose name has no match");
    static final Option NO_FEATURE =
            Option.value(
                    '\0',
                    "no-feature",
                    "FEATURE,…",
                    "do without uprobe_multi, kprobe_multi, kprobe_session");
    static final Option TRACEABLE =
            Option.value(
                    '\0',
                    "traceable-functions",
                    "FILE",
                    "take the list of functions that can be traced from this file");
    static final Option USDT_FILE =
            Option.flag(
                    '\0',
                    "usdt-file-activation",
                    "switch USDT probes on in every process of their file, which is done in any"
                            + " case");
    static final Option DEBUG_INFO =
            Option.value('\0', "debuginfo", "DIR:…", "look for debug files here, too");
    static final Option DWARF_PID =
            Option.value('\0', "dwarf-pid", "PID", "of no use yet: stacks follow frame pointers");
    static final Option INCLUDE_FOLDER =
            Option.value('I', "", "DIR", "look for headers here, too; may be repeated");
    static final Option INCLUDE =
            Option.value(
                    '\0', "include", "FILE", "read this header before the script; may be repeated");
    static final Option TARGET =
            Option.value(
                    '\0',
                    "target",
                    "FILE",
                    "compile for the kernel in this file (skep target save); needs -d or --emit-object");

    static final Option TEST = Option.flag('\0', "test", "run the script's test probes");
    static final Option BENCH = Option.flag('\0', "bench", "run the script's bench probes");
    static final Option MODE = Option.value('\0', "mode", "MODE", "test, bench or codegen");

    static final Option FORMAT = Option.value('f', "", "FORMAT", "how output looks: text or json");
    static final Option OUTPUT = Option.value('o', "output", "FILE", "write output to this file");
    static final Option BUFFERING =
            Option.value('B', "", "MODE", "when output is written: line, full, none");
    static final Option QUIET =
            Option.flag('q', "quiet", "leave out what is said about the run itself");
    static final Option VERBOSE =
            Option.flag('v', "verbose", "say more, such as the kernel's whole log when it refuses");
    static final Option NO_WARNINGS = Option.flag('\0', "no-warnings", "leave out warnings");

    static final Option LIST =
            Option.flag('l', "list", "list the probes that match a pattern, or that a program has");
    static final Option INFO = Option.flag('\0', "info", "say what this kernel can do");
    static final Option STAGE =
            Option.value(
                    'd',
                    "",
                    "STAGE",
                    "show stages of compiling, separated by commas, and end: ast, ir, bpf, all");
    static final Option EMIT_OBJECT =
            Option.value(
                    '\0',
                    "emit-object",
                    "FILE",
                    "write what the program compiles to as an ELF object, and end");
    static final Option EMIT_ELF =
            Option.value('\0', "emit-elf", "FILE", "another name for --emit-object");
    static final Option VERIFY_IR =
            Option.flag('\0', "verify-llvm-ir", "of no effect: there is no LLVM here");
    static final Option BTF =
            Option.flag('\0', "btf", "of no effect: the kernel's BTF is read wherever it is there");
    static final Option VERSION = Option.flag('V', "version", "say which Skep this is");

    static final CommandSpec SPEC =
            new CommandSpec(
                    "trace",
                    "run a tracing program: a one-liner, a script, or standard input",
                    "FILE | - | -e PROGRAM [PARAMETER…] [-- --NAME=VALUE…]",
                    List.of(
                            new Example(
                                    "which files are opened, and by whom",
                                    "sudo skep trace -e 'tracepoint:syscalls:sys_enter_openat"
                                            + " { printf(\"%s %s\\n\", comm, str(args.filename)); }'"),
                            new Example("run a script", "sudo skep trace script.bt"),
                            new Example(
                                    "see what a command does",
                                    "sudo skep trace script.bt -c 'ls /'"),
                            new Example(
                                    "which probes there are",
                                    "sudo skep trace -l 'tracepoint:sched:*'")),
                    List.of(
                            new OptionGroup(
                                    "Running",
                                    List.of(
                                            PROGRAM,
                                            COMMAND,
                                            PID,
                                            UNSAFE,
                                            HELPER_WARNINGS,
                                            DRY_RUN,
                                            FILTER,
                                            NO_FEATURE,
                                            TRACEABLE,
                                            USDT_FILE,
                                            DEBUG_INFO,
                                            DWARF_PID,
                                            INCLUDE_FOLDER,
                                            INCLUDE,
                                            TARGET)),
                            new OptionGroup("Tests", List.of(TEST, BENCH, MODE)),
                            new OptionGroup(
                                    "Output",
                                    List.of(
                                            FORMAT,
                                            OUTPUT,
                                            BUFFERING,
                                            QUIET,
                                            VERBOSE,
                                            NO_WARNINGS)),
                            new OptionGroup(
                                    "Information",
                                    List.of(LIST, INFO, STAGE, EMIT_OBJECT, EMIT_ELF, VERSION)),
                            new OptionGroup("Taken for older scripts", List.of(VERIFY_IR, BTF)),
                            CommonOptions.GROUP),
                    ExitCode.TRACE_USAGE,
                    ExitCode.TRACE_REFUSED);

    private TraceOptions() {}
}
