/**
 * What a script means: names, attach points, types.
 *
 * <p>{@link dev.skep.trace.check.ScriptChecker} makes a {@link dev.skep.trace.check.CheckedScript}
 * of a text for a {@link dev.skep.bpf.target.Target}, or says all that is wrong with it. {@code
 * NameResolver} finds out what names mean and folds constants, {@code AttachPointResolver} looks
 * attach points up in the target, {@code Typing} applies the rules of types, each group of which
 * has a file ({@code OperatorRules}, {@code AccessRules}, {@code StatementRules}, {@code
 * AggregationRules}, …), until nothing changes any more, and then once more to see what is wrong.
 *
 * <p>Types are inferred over the whole script. A {@code Slot} stands for the type of a variable, or
 * of a map's keys or values; it is the join of all that flows into it, whatever the order.
 */
@org.jspecify.annotations.NullMarked
package dev.skep.trace.check;
