package dev.skep.kernels;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the lab is asked to do.
 *
 * @param checkout the folder of the sources, with what Maven has packaged
 * @param cache where kernels and Java runtimes are kept, for every checkout of this user
 * @param series the kernels to boot; all if empty
 * @param pattern selects tests as Surefire's {@code -Dtest} does, or null
 * @param properties system properties for the tests, as {@code -Dskep.property.cases=1000}
 * @param all whether to run the large tests too
 * @param ranOnHost a folder with lists of tests that ran on the running kernel, or null. With it
 *     the lab fails if a kernel test ran nowhere.
 */
record LabOptions(
        Path checkout,
        Path cache,
        List<String> series,
        @Nullable String pattern,
        List<String> properties,
        boolean all,
        @Nullable Path ranOnHost) {

    static LabOptions parse(String[] arguments) {
        Path checkout = Path.of(arguments[0]);
        Path cache = Path.of(arguments[1]);
        List<String> series = new ArrayList<>();
        String pattern = null;
        List<String> properties = new ArrayList<>();
        boolean all = false;
        Path ranOnHost = null;
        for (int i = 2; i < arguments.length; i++) {
            String word = arguments[i];
            if (word.startsWith("-Dtest=")) {
                pattern = word.substring("-Dtest=".length());
            } else if (word.startsWith("-Dskep.")) {
                properties.add(word);
            } else if (word.equals("--all")) {
                all = true;
            } else if (word.startsWith("--ran-on-host=")) {
                ranOnHost = Path.of(word.substring("--ran-on-host=".length()));
            } else if (!word.isEmpty() && Character.isDigit(word.charAt(0))) {
                series.add(word);
            } else {
                throw new LabException("the matrix has no option " + word);
            }
        }
        return new LabOptions(
                checkout,
                cache,
                List.copyOf(series),
                pattern,
                List.copyOf(properties),
                all,
                ranOnHost);
    }

    /** {@return the tests that guests shall run} */
    List<KernelTest> choose(List<KernelTest> tests) {
        String wanted = pattern;
        return tests.stream()
                .filter(KernelTest::runsInGuests)
                .filter(test -> wanted == null ? all || !test.isLarge() : test.matches(wanted))
                .toList();
    }
}
