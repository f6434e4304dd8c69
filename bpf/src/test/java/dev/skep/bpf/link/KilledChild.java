package dev.skep.bpf.link;

import static dev.skep.bpf.asm.Instructions.exit;
import static dev.skep.bpf.asm.Instructions.loadMap;
import static dev.skep.bpf.asm.Instructions.mov;

import dev.skep.bpf.BpfObject;
import dev.skep.bpf.BpfProgram;
import dev.skep.bpf.asm.CodeBuilder;
import dev.skep.bpf.asm.Register;
import dev.skep.bpf.btf.Layout;
import dev.skep.bpf.elf.ElfFile;
import dev.skep.bpf.feature.AttachFeature;
import dev.skep.bpf.feature.Features;
import dev.skep.bpf.load.Loader;
import dev.skep.bpf.spec.AttachType;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.spec.MapType;
import dev.skep.bpf.spec.ObjectSpec;
import dev.skep.bpf.spec.ProgramSpec;
import dev.skep.bpf.spec.ProgramType;
import dev.skep.bpf.target.Target;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process that loads and attaches in all ways, over and over, until it is killed. Its only
 * argument is what the names of its programs and maps begin with.
 */
final class KilledChild {

    /** What it says after each time that it has attached in every way that this kernel has. */
    record Attached(int ways, int links) {

        private static final String WORD = "attached";

        /** {@return what a line says} */
        static Attached parse(String line) {
            String[] words = line.split(" ", -1);
            if (words.length != 3 || !words[0].equals(WORD)) {
                throw new IllegalArgumentException(line);
            }
            return new Attached(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
        }

        @Override
        public String toString() {
            return WORD + " " + ways + " " + links;
        }
    }

    private static final String ITSELF = "/proc/self/exe";
    private static final String FUNCTION = "vfs_read";
    private static final int ROUNDS_KEPT = 3;

    private final String prefix;
    private final Target target = Target.running();
    private final long entry;

    private KilledChild(String prefix) throws IOException {
        this.prefix = prefix;
        ElfFile file = ElfFile.map(Path.of(ITSELF));
        this.entry = file.fileOffset(file.header().entry());
    }

    public static void main(String[] args) throws IOException {
        KilledChild child = new KilledChild(args[0]);
        List<Round> rounds = new ArrayList<>();
        while (true) {
            Round round = child.round();
            rounds.add(round);
            System.out.println(round.attached());
            if (rounds.size() > ROUNDS_KEPT) {
                rounds.removeFirst().made.reversed().forEach(KilledChild::close);
            }
        }
    }

    /** What was made, one after the other. */
    private record Round(List<AutoCloseable> made) {

        Attached attached() {
            int ways = 0;
            int links = 0;
            for (AutoCloseable each : made) {
                if (each instanceof BpfObject) {
                    ways++;
                } else if (each instanceof IteratorLink
                        || (each instanceof Link link && link.info().isPresent())) {
                    links++;
                }
            }
            return new Attached(ways, links);
        }
    }

    private Round round() {
        List<AutoCloseable> made = new ArrayList<>();
        BpfProgram program = load(made, ProgramType.TRACEPOINT, AttachType.NONE, "");
        made.add(Attach.tracepoint(program, target, "task", "task_newtask"));
        program = load(made, ProgramType.RAW_TRACEPOINT, AttachType.NONE, "");
        made.add(Attach.rawTracepoint(program, "task_newtask"));
        program = load(made, ProgramType.PERF_EVENT, AttachType.NONE, "");
        made.add(Attach.interval(program, target, Timer.every(50_000_000), "timer"));
        program = load(made, ProgramType.KPROBE, AttachType.NONE, "");
        made.add(Attach.uprobe(program, target, ITSELF, entry, 0, false, -1));
        program = load(made, ProgramType.TRACING, AttachType.TRACE_RAW_TP, "task_newtask");
        made.add(Attach.traced(program));
        program = load(made, ProgramType.TRACING, AttachType.TRACE_ITER, "task");
        IteratorLink iterator = Attach.iterator(program);
        iterator.read();
        made.add(iterator);
        where(
                AttachFeature.KPROBE,
                () -> {
                    BpfProgram kprobe = load(made, ProgramType.KPROBE, AttachType.NONE, "");
                    made.add(Attach.kprobe(kprobe, target, FUNCTION, 0, false));
                });
        where(
                AttachFeature.KPROBE_MULTI,
                () -> {
                    BpfProgram kprobes =
                            load(made, ProgramType.KPROBE, AttachType.TRACE_KPROBE_MULTI, "");
                    made.add(Attach.kprobes(kprobes, List.of(FUNCTION), true, "kprobes"));
                });
        where(
                AttachFeature.UPROBE_MULTI,
                () -> {
                    BpfProgram uprobes =
                            load(made, ProgramType.KPROBE, AttachType.TRACE_UPROBE_MULTI, "");
                    made.add(
                            Attach.uprobes(
                                    uprobes, ITSELF, new long[] {entry}, false, 0, "uprobes"));
                });
        where(
                AttachFeature.FENTRY,
                () -> {
                    BpfProgram fentry =
                            load(made, ProgramType.TRACING, AttachType.TRACE_FENTRY, FUNCTION);
                    made.add(Attach.traced(fentry));
                });
        return new Round(made);
    }

    private static void where(AttachFeature feature, Runnable attach) {
        if (Features.running().has(feature)) {
            attach.run();
        }
    }

    private BpfProgram load(
            List<AutoCloseable> made, ProgramType type, AttachType attachType, String attachTo) {
        String map = prefix + "m";
        CodeBuilder code =
                new CodeBuilder()
                        .emit(loadMap(Register.R1, map))
                        .emit(mov(Register.R0, 0))
                        .emit(exit());
        ProgramSpec program =
                new ProgramSpec(prefix + "p", type, attachType, attachTo, code.build(), 0);
        BpfObject object =
                Loader.load(
                        new ObjectSpec(
                                "killed",
                                "GPL",
                                List.of(program),
                                List.of(
                                        MapSpec.of(
                                                map, MapType.HASH, Layout.U32, Layout.U64, 16))));
        made.add(object);
        return object.programs().getFirst();
    }

    private static void close(AutoCloseable what) {
        try {
            what.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
