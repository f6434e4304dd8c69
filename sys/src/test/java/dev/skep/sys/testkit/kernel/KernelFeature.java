package dev.skep.sys.testkit.kernel;

import java.util.List;

/**
 * What an environment may refuse although the kernel's version and configuration promise it. What
 * follows from version and configuration alone is no feature: {@link NeedsKernel} names those.
 */
@SuppressWarnings("ImmutableEnumChecker") // the lists are made by List.of
public enum KernelFeature {
    /** Probes at the entry and return of kernel functions, as perf events. */
    KPROBE("4.17", "CONFIG_KPROBE_EVENTS"),
    /** Trampolines at the entry and exit of kernel functions. */
    FENTRY("5.5", "CONFIG_DEBUG_INFO_BTF", "CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS"),
    /** Programs at the hooks of security modules. */
    LSM("5.7", "CONFIG_DEBUG_INFO_BTF", "CONFIG_BPF_LSM"),
    /** BTF of loaded modules. */
    MODULE_BTF("5.11", "CONFIG_DEBUG_INFO_BTF_MODULES");

    private final String version;
    private final List<String> kconfig;

    KernelFeature(String version, String... kconfig) {
        this.version = version;
        this.kconfig = List.of(kconfig);
    }

    /** {@return the first kernel that has it} */
    public String version() {
        return version;
    }

    /** {@return the options that it is built by} */
    public List<String> kconfig() {
        return kconfig;
    }
}
