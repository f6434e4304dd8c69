package dev.skep.trace.check;

import dev.skep.trace.syntax.Problem;
import dev.skep.trace.syntax.Span;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is wrong with a script. While types are still being inferred nothing is noted: the same
 * rules run once more when they are known.
 */
final class Problems {
    /** A problem and what explains it, which stays behind it whatever its place. */
    private record Group(List<Problem> problems) {
        int start() {
            return problems.getFirst().span().start();
        }
    }

    private final List<Group> groups = new ArrayList<>();
    private final Set<Problem> known = new HashSet<>();
    private List<MacroUse> macroUses = List.of();
    private boolean muted;
    private boolean failed;

    void mute(boolean whether) {
        muted = whether;
    }

    /** {@return the macros that are being looked at, the innermost last} */
    List<MacroUse> macroUses() {
        return macroUses;
    }

    /** Says which macros are being looked at. */
    void macroUses(List<MacroUse> uses) {
        macroUses = uses;
    }

    /**
     * Begins to look at a macro, if it is one.
     *
     * @return what to say to {@link #macroUses(List)} at its end
     */
    List<MacroUse> enter(@Nullable MacroUse use) {
        List<MacroUse> around = macroUses;
        if (use != null) {
            macroUses = new ArrayList<>(around);
            macroUses.add(use);
        }
        return around;
    }

    /** {@return an error, and through which calls of macros it came to be there} */
    private List<Problem> traced(Problem error) {
        List<Problem> all = new ArrayList<>();
        all.add(error);
        Span at = error.span();
        for (int i = macroUses.size() - 1; i >= 0; i--) {
            MacroUse use = macroUses.get(i);
            if (use.contains(at)) {
                all.add(Problem.error(use.call(), "expanded from"));
                at = use.call();
            }
        }
        return all;
    }

    /** {@return whether there is an error} */
    boolean failed() {
        return failed;
    }

    void error(Span span, String message, String... hints) {
        add(traced(Problem.error(span, message, hints)));
    }

    void warning(Span span, String message, String... hints) {
        add(List.of(Problem.warning(span, message, hints)));
    }

    /** Notes a warning and the other places that it is about. */
    void warning(Problem warning, List<Problem> context) {
        List<Problem> all = new ArrayList<>();
        all.add(warning);
        all.addAll(context);
        add(all);
    }

    /** Notes an error and the other places that it is about. */
    void error(Problem error, List<Problem> context) {
        List<Problem> all = traced(error);
        all.addAll(context);
        add(all);
    }

    private void add(List<Problem> problems) {
        if (muted || !known.add(problems.getFirst())) {
            return;
        }
        failed |= problems.getFirst().severity() == Problem.Severity.ERROR;
        groups.add(new Group(problems));
    }

    /** {@return all of them in the order of the text} */
    List<Problem> sorted() {
        groups.sort((a, b) -> Integer.compare(a.start(), b.start()));
        List<Problem> all = new ArrayList<>();
        for (Group group : groups) {
            all.addAll(group.problems);
        }
        return all;
    }
}
