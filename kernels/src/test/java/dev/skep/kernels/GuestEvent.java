package dev.skep.kernels;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What a guest tells the host, as a line of text: a mark that nothing else prints, the kind, and
 * what belongs to it, with tabs between.
 *
 * <p>A test is named by its unique id in JUnit's platform and by a name to show.
 */
sealed interface GuestEvent {

    /** The tests begin, on this kernel. */
    record Booted(String release, String version) implements GuestEvent {}

    /** A test has begun. */
    record Began(String id, String name) implements GuestEvent {}

    /** A test has passed. */
    record Passed(String id, String name, long millis) implements GuestEvent {}

    /** A test, or what holds tests, has failed; {@link Detail}s follow. */
    record Failed(String id, String name, long millis) implements GuestEvent {}

    /** A line about the failure before. */
    record Detail(String text) implements GuestEvent {}

    /** A test was left out, because this kernel lacks something or the test is switched off. */
    record LeftOut(String id, String reason) implements GuestEvent {}

    /** Everything has run; without this, the guest did not end well. */
    record Ended() implements GuestEvent {}

    /** What every line begins with. */
    String MARK = "@skep\t";

    /** {@return the line, without its end} */
    default String line() {
        return MARK
                + switch (this) {
                    case Booted e -> join("booted", e.release, e.version);
                    case Began e -> join("began", e.id, e.name);
                    case Passed e -> join("passed", e.id, e.name, Long.toString(e.millis));
                    case Failed e -> join("failed", e.id, e.name, Long.toString(e.millis));
                    case Detail e -> join("detail", e.text.replace('\t', ' '));
                    case LeftOut e -> join("left-out", e.id, e.reason);
                    case Ended _ -> "ended";
                };
    }

    /** {@return what a line says, or null if it is none of ours or was cut off} */
    static @Nullable GuestEvent parse(String line) {
        if (!line.startsWith(MARK)) {
            return null;
        }
        List<String> parts = List.of(line.substring(MARK.length()).split("\t", -1));
        return switch (parts.getFirst() + "/" + parts.size()) {
            case "booted/3" -> new Booted(parts.get(1), parts.get(2));
            case "began/3" -> new Began(parts.get(1), parts.get(2));
            case "passed/4" -> new Passed(parts.get(1), parts.get(2), Long.parseLong(parts.get(3)));
            case "failed/4" -> new Failed(parts.get(1), parts.get(2), Long.parseLong(parts.get(3)));
            case "detail/2" -> new Detail(parts.get(1));
            case "left-out/3" -> new LeftOut(parts.get(1), parts.get(2));
            case "ended/1" -> new Ended();
            default -> null;
        };
    }

    private static String join(String kind, String... parts) {
        StringBuilder line = new StringBuilder(kind);
        for (String part : parts) {
            line.append('\t');
            for (int i = 0; i < part.length(); i++) {
                char c = part.charAt(i);
                line.append(c < ' ' ? ' ' : c);
            }
        }
        return line.toString();
    }
}
