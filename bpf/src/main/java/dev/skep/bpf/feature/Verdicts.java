package dev.skep.bpf.feature;

import dev.skep.bpf.target.KernelConfig;
import dev.skep.bpf.target.KernelVersion;
import dev.skep.bpf.target.Privileges;
import dev.skep.bpf.target.Target;
import dev.skep.sys.Errno;

import org.jspecify.annotations.Nullable;

/**
 * Turns what the kernel said into an answer. A refusal is a no only if it can mean nothing else: by
 * the errors that the kernel has for what it does not know.
 */
final class Verdicts {

    private final Target target;
    private @Nullable KernelConfig config;
    private boolean configRead;

    Verdicts(Target target) {
        this.target = target;
    }

    /** {@return whether BPF memory counts against a limit (trap T4)} */
    boolean lockedMemoryCharged() {
        return !target.version().isAtLeast(5, 11);
    }

    /** {@return the answer by an attempt that succeeds if the kernel has the feature} */
    Answer of(Feature feature, Attempt attempt) {
        if (attempt.succeeded()) {
            return Answer.yes();
        }
        return switch (-attempt.result()) {
            case Errno.EINVAL, Errno.E2BIG, Errno.ENOTSUPP, Errno.EOPNOTSUPP, Errno.ENOSYS ->
                    no(feature, described(attempt));
            default -> unknown(attempt);
        };
    }

    /**
     * {@return the answer by an attempt that can't succeed, but fails with {@code errno} where the
     * kernel has the feature}
     */
    Answer of(Feature feature, Attempt attempt, int errno) {
        return attempt.failedWith(errno) ? Answer.yes() : of(feature, attempt);
    }

    /** {@return that the kernel does not have it; {@code said} is how it said so} */
    Answer no(Feature feature, String said) {
        String missing = missing(feature);
        return new Answer.No(missing.isEmpty() ? said : missing);
    }

    /**
     * {@return the answer where the attempt itself was impossible: no if the kernel's version or
     * configuration explains that}
     */
    Answer impossible(Feature feature, String obstacle) {
        String missing = missing(feature);
        return missing.isEmpty() ? new Answer.Unknown(obstacle) : new Answer.No(missing);
    }

    /** {@return that an attempt ended with an error that says nothing of the feature} */
    Answer unknown(Attempt attempt) {
        return attempt.failedWith(Errno.EPERM) ? denied() : new Answer.Unknown(described(attempt));
    }

    private Answer denied() {
        return new Answer.Unknown(
                Errno.describe(-Errno.EPERM)
                        + ". "
                        + Privileges.advice(target, lockedMemoryCharged()));
    }

    private static String described(Attempt attempt) {
        String line = attempt.firstLine();
        String error = Errno.describe(attempt.result());
        return line.isEmpty() ? "the kernel says " + error : error + ": " + line;
    }

    /** {@return what the kernel lacks of what the feature is made of, or empty} */
    private String missing(Feature feature) {
        if (isOlderThan(feature, target)) {
            return "there since Linux " + feature.since();
        }
        KernelConfig known = config();
        if (known != null) {
            for (String option : feature.kconfig()) {
                if (!known.isSet(option)) {
                    return "built without " + option;
                }
            }
        }
        return "";
    }

    /** {@return whether the kernel is from before there was the feature} */
    static boolean isOlderThan(Feature feature, Target kernel) {
        return kernel.version().compareTo(KernelVersion.parse(feature.since())) < 0;
    }

    private synchronized @Nullable KernelConfig config() {
        if (!configRead) {
            config = KernelConfig.of(target).orElse(null);
            configRead = true;
        }
        return config;
    }
}
