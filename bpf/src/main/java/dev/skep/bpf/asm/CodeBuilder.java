package dev.skep.bpf.asm;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Puts instructions together and works out where their branches go.
 *
 * {@snippet :
 * CodeBuilder code = new CodeBuilder();
 * Label done = code.newLabel();
 * code.emit(load(WORD, R0, R1, 16))
 *         .jumpIf(NE, R0, 0, done)
 *         .emit(mov(R0, 1))
 *         .bind(done)
 *         .emit(exit());
 * Code built = code.build();
 * }
 *
 * <p>Offsets of jumps have 16 bits. One that does not reach becomes {@code gotol}, a conditional
 * one is turned round a {@code gotol}, if {@link #wideJumps} allows it. Not safe for use by several
 * threads at once.
 */
public final class CodeBuilder {

    /** An instruction, and where it goes if it is a branch; its own offset means nothing then. */
    private record Entry(
            Instruction instruction, @Nullable Label target, @Nullable SourcePosition source) {}

    /** A subprogram that starts at an entry. */
    private record Start(String name, int entry, List<Code.Parameter> parameters) {}

    private final List<Entry> entries = new ArrayList<>();
    private final List<Start> starts = new ArrayList<>();
    private @Nullable SourcePosition source;
    private boolean wideJumps;
    private int labels;

    /** Creates an empty builder that makes no wide jumps. */
    public CodeBuilder() {}

    /**
     * Says whether {@code gotol} may be used ({@code -mcpu=v4}). Since Linux 6.6.
     *
     * @return this
     */
    public CodeBuilder wideJumps(boolean allowed) {
        wideJumps = allowed;
        return this;
    }

    /**
     * Sets where the instructions that follow come from, or null if that is not known.
     *
     * @return this
     */
    public CodeBuilder source(@Nullable SourcePosition position) {
        source = position;
        return this;
    }

    /**
     * Begins a subprogram with what is emitted next.
     *
     * @return this
     */
    public CodeBuilder subprogram(String name, List<Code.Parameter> parameters) {
        starts.add(new Start(name, entries.size(), parameters));
        return this;
    }

    /** {@return a new label, to be bound later} */
    public Label newLabel() {
        return new Label(this, null, labels++);
    }

    /** {@return a new label, to be bound later, that messages call {@code name}} */
    public Label newLabel(String name) {
        return new Label(this, name, labels++);
    }

    /**
     * Binds {@code label} to what is emitted next.
     *
     * @return this
     * @throws IllegalStateException if it is bound already
     */
    public CodeBuilder bind(Label label) {
        own(label);
        if (label.position != Label.UNBOUND) {
            throw new IllegalStateException("label " + label + " is bound twice");
        }
        label.position = entries.size();
        return this;
    }

    /**
     * Adds instructions.
     *
     * @return this
     * @throws IllegalArgumentException if one of them goes somewhere by an offset, which the
     *     builder could not keep right: branches take labels here
     */
    public CodeBuilder emit(Instruction... instructions) {
        for (Instruction instruction : instructions) {
            if (Branches.offset(instruction).isPresent()) {
                throw new IllegalArgumentException(
                        instruction + " goes by an offset; emit it with a label");
            }
            entries.add(new Entry(instruction, null, source));
        }
        return this;
    }

    /**
     * Adds a jump to {@code target}.
     *
     * @return this
     */
    public CodeBuilder goTo(Label target) {
        return branch(new Instruction.Goto(0, false), target);
    }

    /**
     * Adds a jump to {@code target} that is taken if {@code condition} holds between all 64 bits of
     * {@code left} and {@code right}.
     *
     * @return this
     */
    public CodeBuilder jumpIf(Condition condition, Register left, Operand right, Label target) {
        return jumpIf(condition, Width.W64, left, right, target);
    }

    /**
     * Adds a jump to {@code target} that is taken if {@code condition} holds between all 64 bits of
     * {@code left} and {@code right}, sign-extended.
     *
     * @return this
     */
    public CodeBuilder jumpIf(Condition condition, Register left, int right, Label target) {
        return jumpIf(condition, Width.W64, left, new Immediate(right), target);
    }

    /**
     * Adds a jump to {@code target} that is taken if {@code condition} holds between {@code left}
     * and {@code right}.
     *
     * @return this
     */
    public CodeBuilder jumpIf(
            Condition condition, Width width, Register left, Operand right, Label target) {
        return branch(new Instruction.JumpIf(condition, width, left, right, (short) 0), target);
    }

    /**
     * Adds a jump to {@code target} that is taken when the loop has run too long. Since Linux 6.9.
     *
     * @return this
     */
    public CodeBuilder mayGoto(Label target) {
        return branch(new Instruction.MayGoto((short) 0), target);
    }

    /**
     * Adds a call of the subprogram at {@code target}.
     *
     * @return this
     */
    public CodeBuilder call(Label target) {
        return branch(new Instruction.Call(new CallTarget.Subprogram(0)), target);
    }

    /**
     * Adds a load of the address of the subprogram at {@code target}, for helpers that call back.
     * Since Linux 5.13.
     *
     * @return this
     */
    public CodeBuilder loadAddress(Register destination, Label target) {
        return branch(
                new Instruction.LoadImmediate64(destination, new Value64.Function(0)), target);
    }

    /**
     * {@return the code, with all branches worked out}
     *
     * @throws IllegalStateException if a branch goes to a label that is not bound, or bound behind
     *     the last instruction
     * @throws JumpRangeException if a jump goes farther than its offset reaches
     */
    public Code build() {
        int[] slots = new int[entries.size() + 1];
        boolean[] far = new boolean[entries.size()];
        do {
            place(slots, far);
        } while (findFar(slots, far));

        List<CodeElement> elements = new ArrayList<>(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (entry.target == null) {
                elements.add(new CodeElement(entry.instruction, entry.source));
                continue;
            }
            int distance = slots[entry.target.position] - slots[i];
            if (far[i]) {
                for (Instruction instruction : Branches.far(entry.instruction, distance)) {
                    elements.add(new CodeElement(instruction, entry.source));
                }
            } else {
                int offset = distance - entry.instruction.slots();
                elements.add(
                        new CodeElement(
                                Branches.withOffset(entry.instruction, offset), entry.source));
            }
        }
        List<Code.Subprogram> subprograms = new ArrayList<>(starts.size());
        for (Start start : starts) {
            subprograms.add(new Code.Subprogram(start.name, slots[start.entry], start.parameters));
        }
        return new Code(elements, subprograms);
    }

    private CodeBuilder branch(Instruction instruction, Label target) {
        own(target);
        entries.add(new Entry(instruction, target, source));
        return this;
    }

    private void own(Label label) {
        if (label.owner != this) {
            throw new IllegalArgumentException("label " + label + " is another builder's");
        }
    }

    /** Computes at which slot each entry starts. */
    private void place(int[] slots, boolean[] far) {
        int slot = 0;
        for (int i = 0; i < far.length; i++) {
            slots[i] = slot;
            Instruction instruction = entries.get(i).instruction;
            slot += far[i] ? Branches.far(instruction, 0).size() : instruction.slots();
        }
        slots[far.length] = slot;
    }

    /**
     * Marks the branches that do not reach. Marking makes code longer, so that others may no longer
     * reach; none is ever unmarked, so this ends.
     */
    private boolean findFar(int[] slots, boolean[] far) {
        boolean found = false;
        for (int i = 0; i < far.length; i++) {
            Entry entry = entries.get(i);
            if (entry.target == null) {
                continue;
            }
            int position = entry.target.position;
            if (position == Label.UNBOUND) {
                throw new IllegalStateException(
                        "label " + entry.target + " is not bound" + user(i, entry));
            }
            if (position == far.length) {
                throw new IllegalStateException(
                        "nothing follows label " + entry.target + user(i, entry));
            }
            int offset = slots[position] - slots[i] - 1;
            if (!far[i] && Branches.isShort(entry.instruction) && offset != (short) offset) {
                if (!wideJumps) {
                    throw new JumpRangeException(
                            "label "
                                    + entry.target
                                    + " is "
                                    + offset
                                    + " slots away, a jump reaches 32767, and gotol (Linux 6.6) is not allowed"
                                    + user(i, entry),
                            entry.source);
                }
                far[i] = true;
                found = true;
            }
        }
        return found;
    }

    private static String user(int index, Entry entry) {
        String at = entry.source == null ? "" : " from " + entry.source;
        return "; instruction " + index + at + " goes there";
    }
}
