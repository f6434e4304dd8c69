package dev.skep.trace.check;

import dev.skep.trace.schema.Hook;
import dev.skep.trace.syntax.AttachPoint;

/**
 * One place that a probe attaches to, wildcards expanded.
 *
 * @param syntax the attach point in the script that led here
 * @param name its full name, which is what {@code probe} gives: {@code
 *     tracepoint:syscalls:sys_enter_openat}
 * @param hook what is attached to
 * @param arguments what {@code args} and {@code argN} are there
 */
public record ResolvedAttachPoint(
        AttachPoint syntax, String name, Hook hook, ProbeArguments arguments) {

    /** {@return what {@code probetype} gives: the provider, or {@code special}} */
    public String providerType() {
        return Provider.of(hook).type();
    }
}
