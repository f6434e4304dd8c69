package dev.skep.bpf.testkit;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes values out of choices. The same choices must make the same value.
 *
 * @param <T> what it makes
 */
@FunctionalInterface
public interface Generator<T> {

    /** {@return a value} */
    T generate(Choices choices);

    /** {@return lists of 0 to {@code maximum} values; they shrink to fewer} */
    default Generator<List<T>> list(int maximum) {
        return choices -> {
            List<T> list = new ArrayList<>();
            // One choice an element, so that leaving choices out leaves elements out.
            while (list.size() < maximum && choices.below(maximum) != 0) {
                list.add(generate(choices));
            }
            return list;
        };
    }
}
