package dev.skep.trace.lower;

import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.Layout;
import dev.skep.bpf.spec.MapFlags;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.MapType;
import dev.skep.bpf.target.Target;
import dev.skep.trace.check.CheckedScript;
import dev.skep.trace.check.MapInfo;
import dev.skep.trace.check.ScriptType;
import dev.skep.trace.schema.EventFormat;
import dev.skep.trace.schema.EventSchema;
import dev.skep.trace.schema.MapSchema;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What all programs of a script have in common: maps, kinds of records, counters, memory. */
final class ScriptTables {
    /** The data map with each CPU's scratch memory, program by program. */
    static final String SCRATCH = "scratch";

    /** The data map with each CPU's counters, {@link #COUNTER_STRIDE} bytes apart. */
    static final String COUNTERS = "counters";

    /** The data map with what user space tells the programs. */
    static final String GLOBALS = "globals";

    /** A cache line for each CPU, so that counting does not slow down another one. */
    static final int COUNTER_STRIDE = 64;

    static final int LOST_EVENTS = 0;
    static final int FAILED_UPDATES = 8;
    static final int TURNED_AWAY = 16;

    /** Where in the globals the time is that {@code elapsed} counts from. */
    static final int START_TIME = 0;

    /** Where in the globals the number of the command's process is. */
    static final int CHILD = 8;

    /** Where in the globals it is how far atomic time is ahead of the time since boot. */
    static final int TAI_OFFSET = 16;

    /** Where in the globals it is how far UTC is ahead of the time since boot. */
    static final int WALL_OFFSET = 24;

    private static final int GLOBALS_SIZE = 32;

    /** BPF_MAX_VAR_OFF of the kernel's verifier: no offset may get as large. */
    private static final int LARGEST_OFFSET = 1 << 29;

    private final CheckedScript script;
    private final Target target;
    private final LoweringOptions options;
    private final Positions positions;
    private final ValueFormats valueFormats;
    private final EventTable events = new EventTable();
    private final GatheredMaps gatheredMaps;
    private final SortedMap<String, MapSchema> maps = new TreeMap<>();
    private final int cpuMask;
    private final boolean[] globals = new boolean[GLOBALS_SIZE / 8];
    private final EnumSet<NameTable> names = EnumSet.noneOf(NameTable.class);
    private boolean guarded;
    private boolean packets;
    private int scratchBytes;

    ScriptTables(CheckedScript script, Target target, LoweringOptions options) {
        this.script = script;
        this.target = target;
        this.options = options;
        positions = new Positions(script.script().source());
        gatheredMaps = new GatheredMaps(script);
        valueFormats = new ValueFormats(script.config().truncationTrailer(), script.texts());
        int highest = target.possibleCpus().max();
        cpuMask = highest == 0 ? 0 : (Integer.highestOneBit(highest) << 1) - 1;
        for (MapInfo map : script.maps()) {
            maps.put(map.name(), MapSchemas.of(map, valueFormats));
        }
    }

    CheckedScript script() {
        return script;
    }

    Target target() {
        return target;
    }

    /** {@return the size in bytes from which on objects do not live on the stack} */
    int onStackLimit() {
        return script.config().onStackLimit();
    }

    /** {@return whether programs say when a helper fails} */
    boolean helperWarnings() {
        return options.helperWarnings();
    }

    /** {@return the process that is traced; 0 for all} */
    int pid() {
        return options.pid();
    }

    /** {@return whether kernels other than the target are to load the programs} */
    boolean isPortable() {
        return options.portable();
    }

    /** {@return whether loaders look the members of a struct up by name} */
    boolean isRelocated(ScriptType.Composite struct) {
        return options.portable() && isKernels(struct.btf());
    }

    /** {@return whether types are those of the Target's kernel} */
    boolean isKernels(Btf types) {
        return types == target.btf().orElse(null);
    }

    /** {@return how many bytes of the stack small objects may take} */
    int stackBudget() {
        return options.stackBytes();
    }

    Positions positions() {
        return positions;
    }

    ValueFormats valueFormats() {
        return valueFormats;
    }

    GatheredMaps gatheredMaps() {
        return gatheredMaps;
    }

    EventTable events() {
        return events;
    }

    /** {@return what is known of the map of that name} */
    MapSchema map(String name) {
        MapSchema map = maps.get(name);
        if (map == null) {
            throw new IllegalArgumentException("no map " + name + " in the script");
        }
        return map;
    }

    /** {@return a number of ones that no CPU's number goes beyond} */
    int cpuMask() {
        return cpuMask;
    }

    /** Says that programs read what is at an offset of the globals. */
    void useGlobal(int offset) {
        globals[offset / 8] = true;
    }

    /** Says that programs read names of a table. */
    void useNames(NameTable table) {
        names.add(table);
    }

    /** Says that runs of programs may be turned away. */
    void useGuard() {
        guarded = true;
    }

    /** Says that programs send packets. */
    void usePackets() {
        packets = true;
    }

    /** {@return where the scratch memory of the next program begins} */
    int scratchEnd() {
        return scratchBytes;
    }

    /**
     * Gives a program its scratch memory.
     *
     * @param stride bytes for each CPU
     */
    void takeScratch(int stride) {
        long end = scratchBytes + (long) stride * (cpuMask + 1);
        if (end >= LARGEST_OFFSET) {
            throw new ScratchLimitException(end);
        }
        scratchBytes = (int) end;
    }

    /** {@return the maps that the object needs} */
    List<MapSpec> mapSpecs() {
        List<MapSpec> specs = new ArrayList<>();
        specs.add(MapSpec.ringBuffer(EventSchema.RING_BUFFER, ringBufferBytes()));
        specs.add(MapSpec.data(COUNTERS, new byte[(cpuMask + 1) * COUNTER_STRIDE], false));
        if (globals[0] || globals[1] || globals[2] || globals[3]) {
            specs.add(MapSpec.data(GLOBALS, new byte[GLOBALS_SIZE], false));
        }
        if (packets) {
            specs.add(MapSpec.perfEvents(EventSchema.PACKETS));
        }
        for (NameTable table : names) {
            specs.add(MapSpec.data(table.map(), table.contents(), true));
        }
        if (scratchBytes > 0) {
            // User space has no business with it, but only an array that can be mapped begins on a
            // page; others begin between two cache lines, and copies of strings take longer.
            Layout words = new Layout.Array(Layout.U64, scratchBytes / Layout.U64.size());
            specs.add(
                    MapSpec.of(SCRATCH, MapType.ARRAY, Layout.U32, words, 1)
                            .withFlags(MapFlags.MMAPABLE));
        }
        for (MapInfo map : script.maps()) {
            specs.add(MapSchemas.spec(map, map(map.name())));
        }
        return specs;
    }

    /** {@return what user space reads records and maps by} */
    EventSchema schema() {
        return new EventSchema(
                events.formats(),
                List.copyOf(maps.values()),
                counter(LOST_EVENTS),
                counter(FAILED_UPDATES),
                guarded ? counter(TURNED_AWAY) : null,
                global(START_TIME),
                global(CHILD),
                global(TAI_OFFSET),
                global(WALL_OFFSET));
    }

    private EventSchema.@Nullable Variable global(int offset) {
        return globals[offset / 8] ? new EventSchema.Variable(GLOBALS, offset) : null;
    }

    private EventSchema.CpuCounter counter(int offset) {
        return new EventSchema.CpuCounter(COUNTERS, offset, COUNTER_STRIDE, cpuMask + 1);
    }

    /** A power of two, at least a page and room for a record of any kind for each CPU. */
    private int ringBufferBytes() {
        int largest = 0;
        for (EventFormat format : events.formats()) {
            largest = Math.max(largest, format.layout().size());
        }
        int each = target.pageSize() + Layout.roundUp(largest, target.pageSize());
        long bytes =
                Math.max(
                        (long) options.ringBufferPages() * target.pageSize(),
                        (long) each * target.possibleCpus().count());
        long rounded = Long.highestOneBit(bytes);
        return Math.toIntExact(rounded < bytes ? rounded * 2 : rounded);
    }
}
