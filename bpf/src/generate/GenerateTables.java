import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes the constants of the enums that mirror uapi {@code bpf.h} into their sources, between the lines marked
 * {@code <generated>}. Names and numbers come from the header, first kernels and sentences from {@code history.txt}
 * beside this file; a name that only one of them has stops the program.
 *
 * <pre>
 * java bpf/src/generate/GenerateTables.java /usr/include/linux/bpf.h
 * </pre>
 *
 * <p>Run it from the root with the newest header there is (the committed tables are of Linux 7.3) and read the diff.
 */
final class GenerateTables {

    private static final Path SOURCES = Path.of("bpf/src/main/java/dev/skep/bpf");
    private static final Path HISTORY = Path.of("bpf/src/generate/history.txt");

    private record Since(String kernel, String sentence) {}

    public static void main(String[] arguments) throws IOException {
        String header = Files.readString(Path.of(arguments[0]));
        Map<String, Map<String, Since>> history = history();
        enumeration(header, "map_type", "spec/MapType.java", "BPF_MAP_TYPE_", history);
        enumeration(header, "prog_type", "spec/ProgramType.java", "BPF_PROG_TYPE_", history);
        enumeration(header, "attach_type", "spec/AttachType.java", "BPF_", history);

        Map<String, Integer> helpers = new LinkedHashMap<>();
        Matcher matcher = Pattern.compile("FN\\((\\w+), (\\d+), ##ctx\\)").matcher(header);
        while (matcher.find()) {
            helpers.put(matcher.group(1), Integer.valueOf(matcher.group(2)));
        }
        helpers.remove("unspec");
        write("asm/BpfHelper.java", helpers, history.get("func"));
    }

    private static void enumeration(
            String header, String name, String file, String prefix, Map<String, Map<String, Since>> history)
            throws IOException {
        Matcher matcher = Pattern.compile("enum bpf_" + name + " \\{(.*?)\\};", Pattern.DOTALL).matcher(header);
        if (!matcher.find()) {
            throw new IllegalStateException("the header has no enum bpf_" + name);
        }
        String body = matcher.group(1).replaceAll("(?s)/\\*.*?\\*/", "");
        Map<String, Integer> constants = new LinkedHashMap<>();
        int next = 0;
        for (String entry : body.split(",")) {
            String[] parts = entry.strip().split("\\s*=\\s*");
            String constant = parts[0];
            if (constant.isEmpty() || constant.startsWith("__MAX")) {
                continue;
            }
            if (parts.length == 2 && parts[1].matches("\\d+")) {
                next = Integer.parseInt(parts[1]);
            } else if (parts.length == 2) {
                // An alias of a deprecated name: it has the number, the deprecated name goes.
                constants.remove(parts[1].substring(prefix.length()));
                next--;
            }
            constants.put(constant.substring(prefix.length()), next++);
        }
        constants.remove("UNSPEC");
        write(file, constants, history.get(name));
    }

    private static void write(String file, Map<String, Integer> constants, Map<String, Since> history)
            throws IOException {
        StringBuilder text = new StringBuilder();
        int count = 0;
        int expected = constants.values().iterator().next();
        for (Map.Entry<String, Integer> constant : constants.entrySet()) {
            Since since = history.remove(constant.getKey());
            if (since == null) {
                throw new IllegalStateException(HISTORY + " lacks " + constant.getKey() + " of " + file);
            }
            if (constant.getValue() != expected++) {
                throw new IllegalStateException(constant + " is out of order; " + file + " looks up by position");
            }
            if (!since.sentence().isEmpty()) {
                text.append("    /** ").append(since.sentence()).append(" */\n");
            }
            text.append("    ").append(constant.getKey().toUpperCase(Locale.ROOT));
            text.append('(').append(constant.getValue()).append(", \"").append(since.kernel()).append("\")");
            text.append(++count == constants.size() ? ";\n" : ",\n");
        }
        if (!history.isEmpty()) {
            throw new IllegalStateException("the header lacks " + history.keySet());
        }
        Path path = SOURCES.resolve(file);
        String source = Files.readString(path);
        int start = source.indexOf('\n', source.indexOf("// <generated>")) + 1;
        int end = source.lastIndexOf('\n', source.indexOf("// </generated>")) + 1;
        Files.writeString(path, source.substring(0, start) + text + source.substring(end));
    }

    private static Map<String, Map<String, Since>> history() throws IOException {
        Map<String, Map<String, Since>> all = new LinkedHashMap<>();
        Map<String, Since> section = Map.of();
        for (String line : Files.readAllLines(HISTORY)) {
            if (line.startsWith("[")) {
                section = new LinkedHashMap<>();
                all.put(line.substring(1, line.length() - 1), section);
            } else if (!line.isBlank() && !line.startsWith("#")) {
                String[] parts = line.split(" ", 3);
                section.put(parts[0], new Since(parts[1], parts.length == 3 ? parts[2] : ""));
            }
        }
        return all;
    }
}
