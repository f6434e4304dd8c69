package dev.skep.trace.check;

import dev.skep.trace.syntax.Span;

/**
 * A scratch variable whose type is being inferred.
 *
 * @param number which of its probe's, from 0
 * @param name its name with its {@code $}
 * @param declared where it first stands
 * @param zero whether it is declared without type or value, and so the number 0 if nothing is
 *     assigned to it
 * @param slot its type
 */
record LocalVariable(int number, String name, Span declared, boolean zero, Slot slot) {}
