package dev.skep.compiler.ir;

import java.util.Arrays;
import java.util.List;

/**
 * Which blocks every way to a block leads through. After Cooper, Harvey and Kennedy, "A Simple,
 * Fast Dominance Algorithm"; blocks are numbered in reverse post order, so that a dominator has the
 * smaller number.
 */
public final class Dominators {
    private final int[] immediate;

    /** By block: how many blocks it dominates, itself included. */
    private final int[] dominated;

    /** By block: its number among them all when what a block dominates is numbered behind it. */
    private final int[] number;

    private Dominators(int[] immediate) {
        this.immediate = immediate;
        dominated = new int[immediate.length];
        number = new int[immediate.length];
        Arrays.fill(dominated, 1);
        for (int i = immediate.length - 1; i > 0; i--) {
            dominated[immediate[i]] += dominated[i];
        }
        int[] next = new int[immediate.length];
        next[0] = 1;
        for (int i = 1; i < immediate.length; i++) {
            number[i] = next[immediate[i]];
            next[immediate[i]] += dominated[i];
            next[i] = number[i] + 1;
        }
    }

    /** {@return the dominators of the blocks of a function} */
    public static Dominators of(Function function) {
        List<Block> blocks = function.blocks();
        int[] immediate = new int[blocks.size()];
        Arrays.fill(immediate, -1);
        immediate[0] = 0;
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = 1; i < immediate.length; i++) {
                Block block = blocks.get(i);
                int common = -1;
                for (int p = 0; p < block.predecessorCount(); p++) {
                    int predecessor = block.predecessor(p).index();
                    if (immediate[predecessor] >= 0) {
                        common = common < 0 ? predecessor : meet(immediate, common, predecessor);
                    }
                }
                if (immediate[i] != common) {
                    immediate[i] = common;
                    changed = true;
                }
            }
        }
        return new Dominators(immediate);
    }

    /**
     * {@return the last block that every way to {@code block} leads through before it; the entry
     * for the entry}
     */
    public int immediate(int block) {
        return immediate[block];
    }

    /**
     * {@return whether every way to block {@code b} leads through block {@code a}; both may be the
     * same}
     */
    public boolean dominates(int a, int b) {
        return number[a] <= number[b] && number[b] < number[a] + dominated[a];
    }

    private static int meet(int[] immediate, int a, int b) {
        int first = a;
        int second = b;
        while (first != second) {
            if (first > second) {
                first = immediate[first];
            } else {
                second = immediate[second];
            }
        }
        return first;
    }
}
