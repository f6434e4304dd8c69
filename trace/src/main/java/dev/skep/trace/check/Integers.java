package dev.skep.trace.check;

import dev.skep.trace.syntax.IntegerText;

import org.jspecify.annotations.Nullable;

/** Reads the integers of attach points and options, which may have a sign. */
public final class Integers {
    private static final String MINUS = "-";

    private Integers() {}

    /**
     * A text that was read as an integer.
     *
     * @param value its 64 bits; saturated where it has a sign
     * @param negative whether it is below zero
     * @param error what is wrong with it, or null
     */
    public record Read(long value, boolean negative, @Nullable String error) {
        /** {@return whether it is an integer above zero that a signed one of 64 bits can hold} */
        boolean isPositive() {
            return error == null && !negative && value > 0;
        }
    }

    /** {@return what a text says} */
    public static Read read(String text) {
        boolean negative = text.startsWith(MINUS);
        IntegerText number = IntegerText.read(negative ? text.substring(1) : text);
        String error = number.error();
        if (error != null && !text.isEmpty() && Character.isDigit(text.charAt(0))) {
            error = error.startsWith("invalid integer") ? "invalid trailing bytes: " + text : error;
        } else if (error != null) {
            error = "invalid integer: " + text;
        }
        return new Read(number.value(), negative && number.value() != 0, error);
    }
}
