package dev.skep.sys.testkit.kernel;

/**
 * A version of Linux, as a test names it and as a kernel tells it. The test kit reads it by itself:
 * what decides whether the product is tested must not be the product.
 */
public record LinuxVersion(int major, int minor, int patch) implements Comparable<LinuxVersion> {

    /**
     * {@return the version that a text begins with}
     *
     * @param text such as {@code 5.8}, {@code 6.1.55} or {@code 6.12.117+deb12-cloud-amd64}
     * @throws IllegalArgumentException if it does not begin with two numbers and a dot between
     */
    public static LinuxVersion of(String text) {
        int[] numbers = new int[3];
        int count = 0;
        int at = 0;
        while (count < numbers.length) {
            int start = at;
            while (at < text.length() && Character.isDigit(text.charAt(at))) {
                at++;
            }
            if (at == start) {
                break;
            }
            numbers[count++] = Integer.parseInt(text.substring(start, at));
            if (at == text.length() || text.charAt(at) != '.') {
                break;
            }
            at++;
        }
        if (count < 2) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" does not begin with a version such as 5.8");
        }
        return new LinuxVersion(numbers[0], numbers[1], numbers[2]);
    }

    @Override
    public int compareTo(LinuxVersion that) {
        int order = Integer.compare(major, that.major);
        if (order == 0) {
            order = Integer.compare(minor, that.minor);
        }
        return order != 0 ? order : Integer.compare(patch, that.patch);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
