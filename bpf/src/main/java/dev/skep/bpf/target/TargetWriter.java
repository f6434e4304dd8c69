package dev.skep.bpf.target;

import dev.skep.bpf.BpfException;
import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfKind;
import dev.skep.bpf.btf.BtfSubset;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Stores a target in a zip file, from which {@link Target#read} reads it on any machine: version,
 * CPUs, chosen tracepoints, and all or chosen types. The same target and choice give the same
 * bytes.
 *
 * {@snippet :
 * new TargetWriter(Target.running())
 *     .tracepoints("sched", "*")
 *     .type(BtfKind.STRUCT, "task_struct", 2)
 *     .write(Path.of("target.zip"));
 * }
 */
public final class TargetWriter {
    private static final String TRACING = "/sys/kernel/tracing/";

    /** What is stored as it is, where the kernel has it. */
    private static final String[] PLAIN = {
        "/proc/sys/kernel/osrelease",
        "/proc/version",
        "/proc/version_signature",
        "/sys/devices/system/cpu/possible",
        "/sys/devices/system/cpu/online"
    };

    /** Zip files keep times; one that never changes. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final Target target;
    private final @Nullable Btf btf;
    private final SortedMap<String, byte[]> files = new TreeMap<>();
    private final StringBuilder events = new StringBuilder();
    private @Nullable BtfSubset types;

    /** Prepares to store {@code target}, without tracepoints and types at first. */
    public TargetWriter(Target target) {
        this.target = target;
        this.btf = target.btf().orElse(null);
        for (String path : PLAIN) {
            byte[] bytes = target.files().read(path);
            if (bytes != null) {
                files.put(path, bytes);
            }
        }
        files.put("/proc/sys/kernel/arch", ascii(target.arch().linuxName() + "\n"));
    }

    /**
     * Adds tracepoints, with the types that they hand to programs and that their fields are of.
     *
     * @param category a name, in which {@code *} stands for any characters
     * @param event a name, in which {@code *} stands for any characters
     * @return this
     */
    public TargetWriter tracepoints(String category, String event) {
        for (Tracepoint tracepoint : target.tracepoints().match(category, event)) {
            String path =
                    TRACING
                            + "events/"
                            + tracepoint.category()
                            + "/"
                            + tracepoint.event()
                            + "/format";
            byte[] bytes = target.files().read(path);
            if (bytes != null && files.put(path, bytes) == null) {
                events.append(tracepoint).append('\n');
                TracepointFormat format =
                        new FormatReader(target.files().locate(path), bytes).read(tracepoint);
                addTypesOf(format);
            }
        }
        return this;
    }

    /**
     * Adds a type and what it consists of, if the kernel has it.
     *
     * @param kind its kind
     * @param name its name
     * @param pointers how many pointers are followed one after the other; what is behind them is
     *     only named
     * @return this
     */
    public TargetWriter type(BtfKind kind, String name, int pointers) {
        if (btf != null) {
            for (int id : btf.findAll(name, kind)) {
                types(btf).add(id, pointers);
            }
        }
        return this;
    }

    /**
     * Adds all types, those of modules too; some MB.
     *
     * @return this
     */
    public TargetWriter allTypes() {
        if (btf != null) {
            files.put(VmlinuxBtf.SYSFS, btf.bytes().toArray(ValueLayout.JAVA_BYTE));
            for (String module : target.modules().names()) {
                byte[] bytes = target.files().read(Modules.path(module));
                if (bytes != null) {
                    files.put(Modules.path(module), bytes);
                }
            }
        }
        return this;
    }

    /**
     * Writes the zip file.
     *
     * @throws BpfException if that fails
     */
    public void write(Path zip) {
        try {
            Files.write(zip, toBytes());
        } catch (IOException e) {
            throw new BpfException("cannot write the stored target " + zip + ": " + e, e);
        }
    }

    /** {@return the zip file} */
    public byte[] toBytes() {
        SortedMap<String, byte[]> all = new TreeMap<>(files);
        if (!events.isEmpty()) {
            all.put(TRACING + "available_events", ascii(events.toString()));
        }
        if (types != null) {
            all.putIfAbsent(VmlinuxBtf.SYSFS, types.build());
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setLevel(9);
            for (Map.Entry<String, byte[]> file : all.entrySet()) {
                ZipEntry entry = new ZipEntry(file.getKey().substring(1));
                entry.setTimeLocal(TIME);
                zip.putNextEntry(entry);
                zip.write(file.getValue());
            }
        } catch (IOException e) {
            throw new BpfException("cannot store the target: " + e, e);
        }
        return bytes.toByteArray();
    }

    private void addTypesOf(TracepointFormat format) {
        // What raw tracepoints, tp_btf programs and tracepoint programs get.
        String event = format.name().event();
        type(BtfKind.TYPEDEF, "btf_trace_" + event, 2);
        type(BtfKind.FUNC, "__traceiter_" + event, 2);
        type(BtfKind.STRUCT, "trace_event_raw_" + event, 1);
        for (TracepointFormat.Field field : format.fields()) {
            // "const struct filename *": any of the words may name a type.
            int start = 0;
            String words = field.elementType() + " ";
            for (int i = 0; i < words.length(); i++) {
                char c = words.charAt(i);
                if (!Character.isLetterOrDigit(c) && c != '_') {
                    String word = words.substring(start, i);
                    start = i + 1;
                    if (!word.isEmpty()) {
                        type(BtfKind.TYPEDEF, word, 1);
                        type(BtfKind.STRUCT, word, 0);
                        type(BtfKind.ENUM, word, 0);
                        type(BtfKind.INT, word, 0);
                    }
                }
            }
        }
    }

    private BtfSubset types(Btf all) {
        if (types == null) {
            types = new BtfSubset(all);
        }
        return types;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
