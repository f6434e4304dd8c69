/** The {@code skep} command: the only place that prints, and that turns errors into exit codes. */
module dev.skep.cli {
    requires static org.jspecify;
    requires dev.skep.bpf;
    requires dev.skep.sys;
    requires dev.skep.trace;
}
