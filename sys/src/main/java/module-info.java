/** Every foreign call of Skep. */
@SuppressWarnings("module") // the modules it is exported to are built later
module dev.skep.sys {
    requires static transitive org.jspecify;
    requires jdk.unsupported;

    exports dev.skep.sys to
            dev.skep.bpf,
            dev.skep.trace,
            dev.skep.cli;
}
