package dev.skep.trace.check;

import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.Statement;

import org.jspecify.annotations.Nullable;

/** {@code if comptime}: of its ways only one is part of the script. */
final class ComptimeBranch {
    private ComptimeBranch() {}

    /**
     * {@return which way of an {@code if comptime} is part of the script, or null if it is an
     * ordinary condition}
     *
     * @param condition what the condition was folded to, or null
     */
    static @Nullable Boolean taken(Statement.If branch, @Nullable Constant condition) {
        if (!(branch.condition() instanceof Expression.Comptime) || condition == null) {
            return null;
        }
        return switch (condition) {
            case Constant.Bool(boolean value) -> value;
            case Constant.Int(long value, boolean _) -> value != 0;
            case Constant.Text _ -> null;
        };
    }

    /** {@return whether it can't be told yet which way is part of the script} */
    static boolean isOpen(Statement.If branch, @Nullable Constant condition) {
        return branch.condition() instanceof Expression.Comptime && condition == null;
    }
}
