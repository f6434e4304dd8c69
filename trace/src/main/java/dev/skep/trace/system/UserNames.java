package dev.skep.trace.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The names of users, as {@code passwd(5)} gives them. */
public final class UserNames {

    private static final Path PASSWD = Path.of("/etc/passwd");
    private static final int USER = 0;
    private static final int ID = 2;

    private static final class Holder {
        static final UserNames RUNNING = read(PASSWD);
    }

    private final Map<Long, String> names;

    private UserNames(Map<Long, String> names) {
        this.names = names;
    }

    /** {@return the users of this machine, as they were when they were first asked for} */
    public static UserNames running() {
        return Holder.RUNNING;
    }

    /** {@return the users of a file; none if it can't be read} */
    static UserNames read(Path passwd) {
        try {
            return parse(Files.readString(passwd, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return new UserNames(Map.of());
        }
    }

    /** {@return the users of a text; of several names for a number the first counts} */
    static UserNames parse(String passwd) {
        Map<Long, String> names = new HashMap<>();
        for (String line : passwd.split("\n", -1)) {
            String[] fields = line.split(":", -1);
            if (fields.length > ID && !fields[ID].isEmpty() && isNumber(fields[ID])) {
                names.putIfAbsent(Long.parseLong(fields[ID]), fields[USER]);
            }
        }
        return new UserNames(names);
    }

    private static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return text.length() <= 10;
    }

    /** {@return the name of a user, empty if there is none of that number} */
    public String name(long id) {
        return names.getOrDefault(id, "");
    }
}
