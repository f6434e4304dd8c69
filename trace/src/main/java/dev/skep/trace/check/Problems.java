package dev.skep.trace.check;

import dev.skep.trace.syntax.Problem;
import dev.skep.trace.syntax.Span;

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
    private boolean muted;
    private boolean failed;

    void mute(boolean whether) {
        muted = whether;
    }

    /** {@return whether there is an error} */
    boolean failed() {
        return failed;
    }

    void error(Span span, String message, String... hints) {
        add(List.of(Problem.error(span, message, hints)));
    }

    void warning(Span span, String message, String... hints) {
        add(List.of(Problem.warning(span, message, hints)));
    }

    /** Notes an error and the other places that it is about. */
    void error(Problem error, List<Problem> context) {
        List<Problem> all = new ArrayList<>();
        all.add(error);
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
