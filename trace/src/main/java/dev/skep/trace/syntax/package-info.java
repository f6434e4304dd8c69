/**
 * The text of a script and its syntax tree.
 *
 * <p>{@link dev.skep.trace.syntax.Parser} reads a {@link dev.skep.trace.syntax.SourceText} into a
 * {@link dev.skep.trace.syntax.Script}: immutable {@link dev.skep.trace.syntax.Node}s that know
 * their {@link dev.skep.trace.syntax.Span}. It reads the whole language, also what can't be run
 * yet, and never fails: what it can't read becomes {@link dev.skep.trace.syntax.Problem}s, several
 * of a text, and what follows from a problem is not reported. Trees have a bounded depth, so that
 * what walks them may do so by recursion.
 *
 * <p>What the nodes mean stands beside the tree, in {@code CheckedScript}.
 */
@org.jspecify.annotations.NullMarked
package dev.skep.trace.syntax;
