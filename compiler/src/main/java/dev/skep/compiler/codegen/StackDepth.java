package dev.skep.compiler.codegen;

import dev.skep.compiler.StackLimitException;
import dev.skep.compiler.ir.Block;
import dev.skep.compiler.ir.Function;
import dev.skep.compiler.ir.Module;
import dev.skep.compiler.ir.ModuleChecker;

import java.util.ArrayList;
import java.util.List;

/**
 * How much stack the functions of a program take when one calls the other. All their frames
 * together have what a program has ({@code check_max_stack_depth} of the kernel's verifier).
 */
final class StackDepth {

    /** The kernel rounds each frame up to this many bytes where functions call each other. */
    private static final int FRAME_ALIGNMENT = 32;

    private final Module module;
    private final List<Frame> frames;
    private final List<Function> chain = new ArrayList<>();
    private List<Function> deepest = List.of();
    private int deepestBytes;

    private StackDepth(Module module, List<Frame> frames) {
        this.module = module;
        this.frames = frames;
    }

    /** {@return whether every way through the functions has room for all frames on it} */
    static boolean fits(Module module, List<Frame> frames) {
        return deepest(module, frames).deepestBytes <= StackLimitException.LIMIT;
    }

    /**
     * Sums the frames over every way through the functions.
     *
     * @param frames the frames of the module's functions
     * @throws StackLimitException if one way needs more than there is; it names the functions
     */
    static void check(Module module, List<Frame> frames) {
        StackDepth depth = deepest(module, frames);
        if (depth.deepestBytes > StackLimitException.LIMIT) {
            depth.refuse();
        }
    }

    private static StackDepth deepest(Module module, List<Frame> frames) {
        StackDepth depth = new StackDepth(module, frames);
        depth.follow(module.main(), 0);
        return depth;
    }

    private void follow(Function function, int before) {
        int bytes = before + rounded(function);
        chain.add(function);
        if (bytes > deepestBytes) {
            deepestBytes = bytes;
            deepest = List.copyOf(chain);
        }
        for (Block block : function.blocks()) {
            for (int i = 0; i < block.operationCount(); i++) {
                String name = ModuleChecker.callee(block.operation(i));
                Function callee = name == null ? null : module.function(name);
                if (callee != null) {
                    follow(callee, bytes);
                }
            }
        }
        chain.removeLast();
    }

    private int rounded(Function function) {
        int size = Math.max(1, frame(function).size());
        return (size + FRAME_ALIGNMENT - 1) & -FRAME_ALIGNMENT;
    }

    private Frame frame(Function function) {
        return frames.get(module.functions().indexOf(function));
    }

    private void refuse() {
        if (deepest.size() == 1) {
            throw new StackLimitException(
                    deepest.getFirst().name(), frame(deepest.getFirst()).uses());
        }
        List<StackLimitException.Use> uses = new ArrayList<>();
        StringBuilder names = new StringBuilder();
        for (Function function : deepest) {
            names.append(names.isEmpty() ? "" : ", which calls ").append(function.name());
            int used = 0;
            for (StackLimitException.Use use : frame(function).uses()) {
                String name = use.name() + " in " + function.name();
                Frame.insert(uses, new StackLimitException.Use(name, use.bytes(), use.position()));
                used += use.bytes();
            }
            if (used < rounded(function)) {
                String name = "rounding up of " + function.name();
                Frame.insert(
                        uses, new StackLimitException.Use(name, rounded(function) - used, null));
            }
        }
        throw new StackLimitException(names.toString(), uses);
    }
}
