package dev.skep.trace.lower;

import dev.skep.trace.check.ScriptType;
import dev.skep.trace.record.StackMode;
import dev.skep.trace.schema.Resolution;

import java.util.List;

/**
 * Comparisons by hand: the first use of a record's own {@code equals} costs a millisecond of every
 * start.
 */
final class Types {
    private Types() {}

    /** {@return whether values of two types are the same bytes} */
    static boolean same(ScriptType a, ScriptType b) {
        if (ScriptType.integer(a) instanceof ScriptType.Int(int size, boolean signed)) {
            return ScriptType.integer(b)
                            instanceof ScriptType.Int(int otherSize, boolean otherSigned)
                    && size == otherSize
                    && signed == otherSigned;
        }
        if (a instanceof ScriptType.Text(int capacity)) {
            return b instanceof ScriptType.Text(int otherCapacity) && capacity == otherCapacity;
        }
        if (a instanceof ScriptType.Tuple(List<ScriptType> elements)) {
            return b instanceof ScriptType.Tuple(List<ScriptType> others) && same(elements, others);
        }
        if (a instanceof ScriptType.Stack(boolean user, StackMode mode, int frames)) {
            return b
                            instanceof
                            ScriptType.Stack(
                                    boolean otherUser,
                                    StackMode otherMode,
                                    int otherFrames)
                    && user == otherUser
                    && mode == otherMode
                    && frames == otherFrames;
        }
        if (a instanceof ScriptType.Buffer(int capacity)) {
            return b instanceof ScriptType.Buffer(int otherCapacity) && capacity == otherCapacity;
        }
        if (a instanceof ScriptType.Resolved(Resolution kind)) {
            return b instanceof ScriptType.Resolved(Resolution otherKind) && kind == otherKind;
        }
        if (a instanceof ScriptType.Symbol(boolean user)) {
            return b instanceof ScriptType.Symbol(boolean otherUser) && user == otherUser;
        }
        if (a instanceof ScriptType.NamedTuple record) {
            return b instanceof ScriptType.NamedTuple other
                    && sameNames(record.names(), other.names())
                    && same(record.values(), other.values());
        }
        if (a instanceof ScriptType.Composite struct) {
            return b instanceof ScriptType.Composite other && struct.isSame(other);
        }
        if (a instanceof ScriptType.Array(ScriptType element, int length)) {
            return b instanceof ScriptType.Array(ScriptType otherElement, int otherLength)
                    && length == otherLength
                    && same(element, otherElement);
        }
        return (a instanceof ScriptType.Bool && b instanceof ScriptType.Bool)
                || (a instanceof ScriptType.Pointer && b instanceof ScriptType.Pointer);
    }

    private static boolean sameNames(List<String> a, List<String> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!a.get(i).equals(b.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean same(List<ScriptType> a, List<ScriptType> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!same(a.get(i), b.get(i))) {
                return false;
            }
        }
        return true;
    }
}
