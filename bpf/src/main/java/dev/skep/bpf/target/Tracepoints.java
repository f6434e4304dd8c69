package dev.skep.bpf.target;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The tracepoints of a kernel, by category. Names are read all at once from {@code
 * available_events} (which leaves out what can't be enabled), formats one by one.
 */
public final class Tracepoints {
    private static final String ROOT = "/sys/kernel/tracing/";

    private final KernelFiles files;
    private @Nullable SortedMap<String, List<String>> byCategory;

    Tracepoints(KernelFiles files) {
        this.files = files;
    }

    /** {@return the names of all categories, sorted} */
    public List<String> categories() {
        return List.copyOf(byCategory().keySet());
    }

    /**
     * {@return the names of the events of a category, sorted; none if there is no such category}
     */
    public List<String> events(String category) {
        return byCategory().getOrDefault(category, List.of());
    }

    /**
     * {@return the tracepoints whose category and event both match, sorted}
     *
     * @param category a name, in which {@code *} stands for any characters
     * @param event a name, in which {@code *} stands for any characters
     */
    public List<Tracepoint> match(String category, String event) {
        List<Tracepoint> matches = new ArrayList<>();
        Wildcard categories = new Wildcard(category);
        Wildcard events = new Wildcard(event);
        for (var entry : byCategory().entrySet()) {
            if (categories.matches(entry.getKey())) {
                for (String name : entry.getValue()) {
                    if (events.matches(name)) {
                        matches.add(new Tracepoint(entry.getKey(), name));
                    }
                }
            }
        }
        return matches;
    }

    /**
     * {@return the format of a tracepoint, empty if there is none of that name}
     *
     * @throws dev.skep.bpf.BpfException if the file can't be read
     */
    public Optional<TracepointFormat> format(String category, String event) {
        if (!isFileName(category) || !isFileName(event)) {
            return Optional.empty();
        }
        String path = ROOT + "events/" + category + "/" + event + "/format";
        byte[] bytes = files.read(path);
        return bytes == null
                ? Optional.empty()
                : Optional.of(
                        new FormatReader(files.locate(path), bytes)
                                .read(new Tracepoint(category, event)));
    }

    private synchronized SortedMap<String, List<String>> byCategory() {
        if (byCategory == null) {
            byCategory = readNames();
        }
        return byCategory;
    }

    private SortedMap<String, List<String>> readNames() {
        SortedMap<String, List<String>> names = new TreeMap<>();
        byte[] bytes = files.read(ROOT + "available_events");
        if (bytes == null) {
            return names;
        }
        // One "category:event" a line, in no useful order.
        String text = KernelFiles.text(bytes);
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end;
            int colon = text.indexOf(':', start);
            if (colon > start && colon < end) {
                String category = text.substring(start, colon);
                List<String> events = names.get(category);
                if (events == null) {
                    events = new ArrayList<>();
                    names.put(category, events);
                }
                events.add(text.substring(colon + 1, end));
            }
            start = end + 1;
        }
        for (var entry : names.entrySet()) {
            entry.getValue().sort(null);
            entry.setValue(List.copyOf(entry.getValue()));
        }
        return names;
    }

    /** What a user writes must not climb out of the folder of events. */
    private static boolean isFileName(String name) {
        return !name.isEmpty() && name.indexOf('/') < 0 && !name.equals(".") && !name.equals("..");
    }
}
