package dev.skep.trace.lower;

import dev.skep.bpf.asm.BpfHelper;
import dev.skep.bpf.asm.SourcePosition;
import dev.skep.compiler.ir.AddressSpace;
import dev.skep.compiler.ir.BinaryOperation;
import dev.skep.compiler.ir.Function;
import dev.skep.compiler.ir.FunctionBuilder;
import dev.skep.compiler.ir.Module;
import dev.skep.compiler.ir.Predicate;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;
import dev.skep.trace.check.CheckedProbe;
import dev.skep.trace.check.CheckedScript;
import dev.skep.trace.check.ResolvedAttachPoint;
import dev.skep.trace.schema.EventFormat;
import dev.skep.trace.schema.Hook;
import dev.skep.trace.syntax.Span;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/** One program while it is made, and what the classes that make it share. */
final class Program {
    /** Above, a helper moves bytes quicker than loads and stores, and in fewer instructions. */
    private static final int LARGEST_UNROLLED = 512;

    final ScriptTables tables;
    final CheckedScript script;
    final CheckedProbe probe;
    final ResolvedAttachPoint attachPoint;
    final AttachPointFacts facts;
    final Effects effects;

    final Expressions expressions;
    final Conditions conditions;
    final Arithmetic arithmetic;
    final KernelFacts kernelFacts;
    final Builtins builtins;
    final Arguments arguments;
    final MemoryValues memory;
    final Locations locations;
    final LocatedValues located;
    final Strings strings;
    final StringComparison comparison;
    final Maps maps;
    final Aggregates aggregates;
    final AggregateReads aggregateReads;
    final TimeSeriesCode series;
    final KernelCalls kernelCalls;
    final Events events;
    final Output output;
    final ResolvedValues resolved;
    final StringSearch search;
    final Concatenation concatenation;
    final TaskFields task;
    final ProcessNames processNames;
    final Actions actions;
    final Variables variables;
    final Statements statements;
    final Loops loops;
    final Stacks stacks;

    /** Which probe of the script it is of, from 0. */
    final int index;

    /** The function that is being made: the program's own, or the body of a loop. */
    FunctionBuilder code;

    Frame frame;
    Environment environment;
    private Routine routine;
    private @Nullable CallbackLoop callback;

    private final String name;
    private final List<Routine> routines = new ArrayList<>();
    private final int scratchOffset;
    private @Nullable SourcePosition here;

    /** What is at the places that warnings may be of. */
    private final IdentityHashMap<SourcePosition, Span> spans = new IdentityHashMap<>();

    private @Nullable Place guard;

    /**
     * Starts a program.
     *
     * @param index which probe of the script that is, from 0
     * @param name its name
     * @param scratchOffset where its scratch memory begins in the scratch map
     */
    Program(
            ScriptTables tables,
            CheckedProbe probe,
            ResolvedAttachPoint attachPoint,
            int index,
            String name,
            int scratchOffset) {
        this.tables = tables;
        this.script = tables.script();
        this.probe = probe;
        this.attachPoint = attachPoint;
        this.name = name;
        this.index = index;
        this.scratchOffset = scratchOffset;
        code = new FunctionBuilder(name, Type.I64, Type.pointer(AddressSpace.CONTEXT));
        frame = new Frame(this, tables.onStackLimit(), tables.stackBudget(), 0);
        environment = new Environment(probe.variables().size());
        routine = new Routine(code, frame);
        routines.add(routine);
        facts = new AttachPointFacts(attachPoint);
        effects = new Effects(script);
        expressions = new Expressions(this);
        conditions = new Conditions(this);
        arithmetic = new Arithmetic(this);
        kernelFacts = new KernelFacts(this);
        builtins = new Builtins(this);
        arguments = new Arguments(this);
        memory = new MemoryValues(this);
        locations = new Locations(this);
        located = new LocatedValues(this);
        strings = new Strings(this);
        comparison = new StringComparison(this);
        maps = new Maps(this);
        aggregates = new Aggregates(this);
        aggregateReads = new AggregateReads(this);
        series = new TimeSeriesCode(this);
        kernelCalls = new KernelCalls(this);
        events = new Events(this);
        output = new Output(this);
        resolved = new ResolvedValues(this);
        search = new StringSearch(this);
        concatenation = new Concatenation(this);
        task = new TaskFields(this);
        processNames = new ProcessNames(this);
        actions = new Actions(this);
        variables = new Variables(this);
        statements = new Statements(this);
        loops = new Loops(this);
        stacks = new Stacks(this);
    }

    /** {@return its functions, of which nothing may be changed any more} */
    Module finish(int stride) {
        List<Function> functions = new ArrayList<>(routines.size());
        for (Routine each : routines) {
            functions.add(each.finish(stride));
        }
        return new Module(functions);
    }

    /** {@return the function that is being made} */
    Routine routine() {
        return routine;
    }

    /** {@return the loop whose body is the function that is being made, or null} */
    @Nullable CallbackLoop callback() {
        return callback;
    }

    /** Begins the function that is the body of a loop. */
    Routine begin(CallbackLoop loop, Type... parameters) {
        FunctionBuilder body =
                new FunctionBuilder(name + "_loop" + routines.size(), Type.I64, parameters);
        int budget = frame.budgetOfCallee();
        Frame own = new Frame(this, tables.onStackLimit(), budget, frame.scratchUsed());
        code = body;
        frame = own;
        environment = new Environment(probe.variables().size());
        routine = new Routine(code, frame);
        routines.add(routine);
        callback = loop;
        code.at(here);
        return routine;
    }

    /** Goes on in a function that another one was begun in. */
    void resume(Routine outer, Environment known, @Nullable CallbackLoop around) {
        routine = outer;
        code = outer.code;
        frame = outer.frame;
        environment = known;
        callback = around;
        code.at(here);
    }

    /**
     * Turns this run of the program away if another one on this CPU is not over: both use the same
     * scratch memory.
     *
     * <p>Plain loads and stores do, as a run that begins later ends earlier.
     */
    void guard() {
        tables.useGuard();
        Place flag = frame.scratch(8);
        Fork fork = Fork.on(this, isNotZero(load(flag, 8, false)));
        events.count(ScriptTables.TURNED_AWAY);
        returnDefault();
        fork.otherwise();
        store(flag, 8, integer(1));
        fork.join();
        guard = flag;
    }

    /** Returns what programs of this type return when all went well. */
    void returnDefault() {
        // At a tracepoint 0 keeps the event from other readers, such as perf.
        returnValue(integer(attachPoint.hook() instanceof Hook.Tracepoint ? 1 : 0));
    }

    /** Returns a value of 64 bits. */
    void returnValue(Value value) {
        CallbackLoop loop = callback;
        if (loop != null) {
            loop.returnFromProgram(value);
            return;
        }
        Place flag = guard;
        if (flag != null) {
            store(flag, 8, integer(0));
        }
        code.ret(value);
    }

    /** {@return the program's context} */
    Value context() {
        CallbackLoop loop = callback;
        return loop == null ? code.parameter(0) : loop.context();
    }

    /** {@return whether nothing can be appended, the program having returned} */
    boolean ended() {
        return code.current().isTerminated();
    }

    /** Gives the place of {@code span} to what is appended; the place before is returned. */
    @Nullable SourcePosition enter(Span span) {
        SourcePosition before = here;
        here = tables.positions().of(span);
        if (tables.helperWarnings()) {
            spans.put(here, span);
        }
        code.at(here);
        return before;
    }

    /** Goes back to the place that {@link #enter} returned. */
    void leave(@Nullable SourcePosition before) {
        here = before;
        code.at(before);
    }

    /** Calls a helper that reads memory; says that it failed, if that is wanted ({@code -k}). */
    void read(BpfHelper helper, Value... arguments) {
        if (tables.helperWarnings()) {
            warnIfFailed(helper, code.call(helper, Type.I64, arguments));
        } else {
            code.call(helper, Type.VOID, arguments);
        }
    }

    /** Says that a helper failed, if it did and that is wanted ({@code -k}). */
    void warnIfFailed(BpfHelper helper, Value result) {
        Span span = here == null ? null : spans.get(here);
        if (span != null) {
            Fork fork = Fork.on(this, code.compare(Predicate.SLT, result, integer(0)));
            events.runtimeError(
                    new EventFormat.RuntimeError(null, helper.kernelName(), span), result);
            fork.join();
        }
    }

    /** {@return a constant of 64 bits} */
    Value integer(long value) {
        return code.constant(Type.I64, value);
    }

    /** {@return a pointer to a place} */
    Value address(Place place) {
        return place.offset() == 0 ? place.base() : code.add(place.base(), integer(place.offset()));
    }

    /** {@return an integer in memory, extended to 64 bits} */
    Value load(Place place, int size, boolean signed) {
        return extend(code.load(bits(size), place.base(), place.offset()), signed);
    }

    /** Writes the lowest {@code size} bytes of a value of 64 bits. */
    void store(Place place, int size, Value value) {
        Value narrow = size == 8 ? value : code.truncate(value, bits(size));
        code.store(place.base(), place.offset(), narrow);
    }

    /** Sets bytes to 0. */
    void clear(Place place, int size) {
        if (size > LARGEST_UNROLLED) {
            // A read that fails leaves zeros, and no address fails faster than 0.
            readKernel(place, size, integer(0));
        } else if (size > 0) {
            code.fill(place.base(), place.offset(), size, 0);
        }
    }

    /** Copies bytes. */
    void copy(Place to, Place from, int size) {
        if (size > LARGEST_UNROLLED) {
            readKernel(to, size, code.reinterpret(address(from), Type.I64));
        } else if (size > 0) {
            code.copy(to.base(), to.offset(), from.base(), from.offset(), size);
        }
    }

    /** Copies bytes to or from a place that need not be aligned. */
    void copyBytes(Place to, Place from, int size) {
        if (((to.offset() | from.offset()) & 7) == 0) {
            copy(to, from, size);
        } else if (size > 0) {
            readKernel(to, size, code.reinterpret(address(from), Type.I64));
        }
    }

    private void readKernel(Place to, int size, Value address) {
        code.call(
                BpfHelper.PROBE_READ_KERNEL,
                Type.VOID,
                address(to),
                code.constant(Type.I32, size),
                address);
    }

    /** {@return an integer extended to 64 bits} */
    Value extend(Value value, boolean signed) {
        if (value.type() == Type.I64) {
            return value;
        }
        return signed ? code.signExtend(value, Type.I64) : code.zeroExtend(value, Type.I64);
    }

    /**
     * {@return a value of 64 bits as if it had been stored in {@code size} bytes and read again}
     */
    Value narrow(Value value, int size, boolean signed) {
        return size == 8 ? value : extend(code.truncate(value, bits(size)), signed);
    }

    /** {@return whether a pointer is not null} */
    Value isNotNull(Value pointer) {
        return code.compare(Predicate.NE, pointer, code.constant(pointer.type(), 0));
    }

    /** {@return whether a value of 64 bits is not 0} */
    Value isNotZero(Value value) {
        return code.compare(Predicate.NE, value, integer(0));
    }

    /** {@return the number of this CPU} */
    Value cpu() {
        Value cpu = environment.cpu;
        if (cpu == null) {
            cpu = extend(code.call(BpfHelper.GET_SMP_PROCESSOR_ID, Type.I32), false);
            environment.cpu = cpu;
        }
        return cpu;
    }

    /** {@return where this CPU's part of the program's scratch memory begins} */
    Value scratch() {
        Value scratch = environment.scratch;
        if (scratch == null) {
            scratch = perCpu(ScriptTables.SCRATCH, scratchOffset, routine.scratchStride());
            environment.scratch = scratch;
        }
        return scratch;
    }

    /**
     * {@return this CPU's part of a data map}
     *
     * <p>The mask proves to the verifier that the part lies in the map, without a test that could
     * fail.
     *
     * @param map the map's name
     * @param offset where the part of CPU 0 begins
     * @param stride bytes from one CPU's part to the next
     */
    Value perCpu(String map, int offset, Value stride) {
        Value index = code.binary(BinaryOperation.AND, cpu(), integer(tables.cpuMask()));
        return code.add(
                code.mapValueAddress(map, offset), code.binary(BinaryOperation.MUL, index, stride));
    }

    static Type.Int bits(int bytes) {
        return switch (bytes) {
            case 1 -> Type.I8;
            case 2 -> Type.I16;
            case 4 -> Type.I32;
            case 8 -> Type.I64;
            default -> throw new IllegalArgumentException("no integer has " + bytes + " bytes");
        };
    }
}
