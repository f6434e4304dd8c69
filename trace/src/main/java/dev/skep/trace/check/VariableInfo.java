package dev.skep.trace.check;

import dev.skep.trace.syntax.Span;

/**
 * A scratch variable: one for each declaration, so two variables of one name in blocks beside each
 * other are two.
 *
 * @param number which of its probe's variables it is, from 0
 * @param name its name with its {@code $}
 * @param type its type
 * @param declared where it first stands
 */
public record VariableInfo(int number, String name, ScriptType type, Span declared) {}
