/** C, as far as scripts and programs need it: the preprocessor, declarations, their types. */
module dev.skep.c {
    requires static transitive org.jspecify;
    requires transitive dev.skep.bpf;

    exports dev.skep.c;
}
