package dev.skep.trace.run;

import dev.skep.symbols.KernelFrame;
import dev.skep.symbols.KernelSymbols;
import dev.skep.symbols.SymbolCaching;
import dev.skep.symbols.UserFrame;
import dev.skep.symbols.UserSymbolOptions;
import dev.skep.symbols.UserSymbols;
import dev.skep.symbols.cpp.CppName;
import dev.skep.trace.record.StackMode;
import dev.skep.trace.record.TraceRecord.MapContents;
import dev.skep.trace.record.Value;
import dev.skep.trace.schema.AttachPlan;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Gives names to the addresses that programs sent or kept. Tables are read when the first address
 * is to be shown, which is after everything is attached.
 */
final class Symbolizer {
    /** Processes that are known to have been looked at; one looked at twice does no harm. */
    private static final int REMEMBERED = 16_384;

    private @Nullable KernelSymbols kernel;
    private @Nullable UserSymbols users;
    private final Set<Integer> seen = new HashSet<>();
    private final ProbedFunctions probed;
    private final List<String> debugFolders;
    private final boolean demangles;

    /**
     * @param plan where the script's probes are
     * @param debugFolders where debug files are besides {@code /usr/lib/debug}
     * @param demangles whether names of C++ are shown as they were written
     */
    Symbolizer(AttachPlan plan, List<String> debugFolders, boolean demangles) {
        this.demangles = demangles;
        this.debugFolders = debugFolders;
        probed = new ProbedFunctions(plan);
    }

    /** {@return the same value with names for its addresses, in whatever it is contained} */
    Value resolve(Value value) {
        if (value instanceof Value.Stack stack) {
            if (stack.mode() == StackMode.BUILD_ID) {
                return stack;
            }
            return stack.user() ? user(stack) : kernel(stack);
        }
        if (value instanceof Value.Symbol symbol) {
            return symbol.user() ? user(symbol) : kernel(symbol);
        }
        if (value instanceof Value.Tuple(List<Value> elements)) {
            List<Value> resolved = new ArrayList<>(elements.size());
            for (Value element : elements) {
                resolved.add(resolve(element));
            }
            return new Value.Tuple(resolved);
        }
        return value;
    }

    /** {@return the same contents with names for their addresses} */
    MapContents resolve(MapContents contents) {
        if (contents.entries().isEmpty() || !hasAddresses(contents.entries().getFirst())) {
            return contents;
        }
        List<MapContents.Entry> entries = new ArrayList<>(contents.entries().size());
        for (MapContents.Entry entry : contents.entries()) {
            Value key = entry.key();
            entries.add(
                    new MapContents.Entry(
                            key == null ? null : resolve(key), resolve(entry.value())));
        }
        return new MapContents(contents.name(), contents.keyed(), entries);
    }

    /** All entries of a map are of one type. */
    private static boolean hasAddresses(MapContents.Entry entry) {
        Value key = entry.key();
        return (key != null && hasAddresses(key)) || hasAddresses(entry.value());
    }

    private static boolean hasAddresses(Value value) {
        if (value instanceof Value.Tuple(List<Value> elements)) {
            for (Value element : elements) {
                if (hasAddresses(element)) {
                    return true;
                }
            }
            return false;
        }
        return value instanceof Value.Stack || value instanceof Value.Symbol;
    }

    /**
     * Looks at the processes that a map has addresses of, so that they can be resolved when the
     * processes have ended.
     */
    void remember(MapContents contents) {
        for (MapContents.Entry entry : contents.entries()) {
            Value key = entry.key();
            if (key != null) {
                remember(key);
            }
            remember(entry.value());
        }
    }

    /** Looks at the processes that a value has addresses of, so that it can be resolved later. */
    private void remember(Value value) {
        if (value instanceof Value.Stack stack && stack.user()) {
            remember(stack.pid());
        } else if (value instanceof Value.Symbol symbol && symbol.user()) {
            remember(symbol.pid());
        } else if (value instanceof Value.Tuple(List<Value> elements)) {
            for (Value element : elements) {
                remember(element);
            }
        }
    }

    /** Looks at a process that may have become another program, or loaded libraries. */
    void rememberAgain(int pid) {
        users().remember(pid);
    }

    /** Looks at a process while it lives, once. */
    private void remember(int pid) {
        if (seen.size() >= REMEMBERED) {
            seen.clear();
        }
        if (seen.add(pid)) {
            users().remember(pid);
        }
    }

    private Value kernel(Value.Stack stack) {
        KernelSymbols symbols = kernelSymbols();
        List<Value.Frame> frames = new ArrayList<>(stack.frames().size());
        for (Value.Frame frame : stack.frames()) {
            frames.add(named(symbols.frame(frame.address())));
        }
        return stack.withFrames(frames);
    }

    private Value kernel(Value.Symbol symbol) {
        long address = symbol.frame().address();
        return address == 0 ? symbol : symbol.withFrame(named(kernelSymbols().frame(address)));
    }

    private Value user(Value.Stack stack) {
        long[] addresses = new long[stack.frames().size()];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = stack.frames().get(i).address();
        }
        List<Value.Frame> frames = new ArrayList<>(addresses.length);
        for (UserFrame frame : users().stack(stack.pid(), addresses, addresses.length, null)) {
            frames.add(named(frame));
        }
        return stack.withFrames(frames);
    }

    private Value user(Value.Symbol symbol) {
        long address = symbol.frame().address();
        if (address == 0) {
            return symbol;
        }
        UserFrame frame = users().frame(symbol.pid(), address);
        String name = frame.symbol() == null ? probed.name(symbol.probe(), address) : null;
        return symbol.withFrame(
                name == null ? named(frame) : new Value.Frame(address, shown(name), 0, null));
    }

    private static Value.Frame named(KernelFrame frame) {
        return new Value.Frame(frame.address(), frame.symbol(), frame.offset(), frame.module());
    }

    private Value.Frame named(UserFrame frame) {
        String symbol = frame.symbol();
        return new Value.Frame(
                frame.address(),
                symbol == null ? null : shown(symbol),
                frame.offset(),
                frame.module());
    }

    private String shown(String symbol) {
        return demangles ? CppName.display(symbol) : symbol;
    }

    private KernelSymbols kernelSymbols() {
        KernelSymbols known = kernel;
        if (known == null) {
            known = KernelSymbols.running();
            kernel = known;
        }
        return known;
    }

    private UserSymbols users() {
        UserSymbols known = users;
        if (known == null) {
            known =
                    new UserSymbols(
                            UserSymbolOptions.DEFAULT
                                    .withCaching(SymbolCaching.PER_PID)
                                    .withDebugFolders(debugFolders));
            users = known;
        }
        return known;
    }
}
