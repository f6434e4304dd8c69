package dev.skep.trace.check;

import dev.skep.bpf.link.Access;
import dev.skep.trace.schema.Hook;
import dev.skep.trace.syntax.AttachPoint;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Reads {@code watchpoint:address:length:mode}. */
final class WatchpointProbes {
    private final Problems problems;

    WatchpointProbes(Problems problems) {
        this.problems = problems;
    }

    /** {@return what is watched, or null if that can't be, which is noted} */
    @Nullable ResolvedAttachPoint watchpoint(AttachPoint point) {
        List<String> parts = point.parts();
        if (parts.size() != 3) {
            problems.error(
                    point.span(),
                    "watchpoint probe type requires 3 arguments, found " + parts.size());
            return null;
        }
        Integers.Read address = Integers.read(parts.getFirst());
        Integers.Read length = Integers.read(parts.get(1));
        if (address.error() != null || address.negative()) {
            problems.error(
                    point.span(),
                    "Invalid function/address argument: "
                            + (address.error() == null
                                    ? "invalid integer: " + parts.getFirst()
                                    : address.error()));
            return null;
        }
        if (address.value() == 0) {
            problems.error(point.span(), "watchpoint must be attached to a non-zero address");
            return null;
        }
        if (length.error() != null) {
            problems.error(point.span(), "Invalid length argument: " + length.error());
            return null;
        }
        if (length.negative() || !isLength(length.value())) {
            problems.error(point.span(), "watchpoint length must be one of (1,2,4,8)");
            return null;
        }
        Access access = access(point, parts.getLast());
        if (access == null) {
            return null;
        }
        String name =
                "watchpoint:"
                        + Long.toUnsignedString(address.value())
                        + ":"
                        + length.value()
                        + ":"
                        + parts.getLast();
        return new ResolvedAttachPoint(
                point,
                name,
                new Hook.Watchpoint(address.value(), (int) length.value(), access),
                new ProbeArguments.None());
    }

    private static boolean isLength(long length) {
        return length == 1 || length == 2 || length == 4 || length == 8;
    }

    private @Nullable Access access(AttachPoint point, String mode) {
        for (int i = 0; i < mode.length(); i++) {
            if ("rwx".indexOf(mode.charAt(i)) < 0) {
                problems.error(point.span(), "watchpoint mode must be combination of (r,w,x)");
                return unsupported(point, mode);
            }
            if (mode.indexOf(mode.charAt(i)) < i) {
                problems.error(point.span(), "watchpoint modes may not be duplicated");
                return unsupported(point, mode);
            }
        }
        return switch (mode) {
            case "x" -> Access.EXECUTE;
            case "w" -> Access.WRITE;
            case "rw", "wr" -> Access.READ_WRITE;
            default -> unsupported(point, mode);
        };
    }

    private @Nullable Access unsupported(AttachPoint point, String mode) {
        problems.error(point.span(), "invalid watchpoint mode: " + mode, "supported modes: x,w,rw");
        return null;
    }
}
