package dev.skep.sys;

/** What has an id in the kernel, by which it can be found without a descriptor. */
public enum ObjectKind {
    /** A loaded program. Since Linux 4.13. */
    PROGRAM,
    /** A map. Since Linux 4.13. */
    MAP,
    /** BTF that was loaded, or is the kernel's own. Since Linux 4.18, all of them since 5.4. */
    BTF,
    /** A link. Since Linux 5.8. */
    LINK
}
