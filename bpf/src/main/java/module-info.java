/** The library: ISA, BTF, specs, loading, maps, programs, links, events. */
module dev.skep.bpf {
    requires static transitive org.jspecify;
    requires dev.skep.sys;

    exports dev.skep.bpf;
    exports dev.skep.bpf.asm;
    exports dev.skep.bpf.btf;
    exports dev.skep.bpf.btf.c;
    exports dev.skep.bpf.diagnose;
    exports dev.skep.bpf.elf;
    exports dev.skep.bpf.event;
    exports dev.skep.bpf.feature;
    exports dev.skep.bpf.info;
    exports dev.skep.bpf.kallsyms;
    exports dev.skep.bpf.link;
    exports dev.skep.bpf.load;
    exports dev.skep.bpf.map;
    exports dev.skep.bpf.object;
    exports dev.skep.bpf.record;
    exports dev.skep.bpf.spec;
    exports dev.skep.bpf.target;
}
