package dev.skep.trace.check;

import dev.skep.trace.syntax.Expression;

import org.jspecify.annotations.Nullable;

/** {@code if comptime}: of its ways only one is part of the script. */
final class ComptimeBranch {
    private ComptimeBranch() {}

    /**
     * {@return which way is part of the script, or null if it is an ordinary condition}
     *
     * @param condition the condition as written
     * @param known what it was folded to, or null
     */
    static @Nullable Boolean taken(Expression condition, @Nullable Constant known) {
        if (!(condition instanceof Expression.Comptime) || known == null) {
            return null;
        }
        return switch (known) {
            case Constant.Bool(boolean value) -> value;
            case Constant.Int(long value, boolean _) -> value != 0;
            case Constant.Text _ -> null;
        };
    }

    /** {@return whether it can't be told yet which way is part of the script} */
    static boolean isOpen(Expression condition, @Nullable Constant known) {
        return condition instanceof Expression.Comptime && known == null;
    }
}
