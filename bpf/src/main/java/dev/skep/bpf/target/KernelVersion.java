package dev.skep.bpf.target;

import dev.skep.bpf.MalformedObjectException;

/**
 * A version of Linux.
 *
 * @param major 6 of 6.18.44
 * @param minor 18 of 6.18.44
 * @param patch 44 of 6.18.44
 */
public record KernelVersion(int major, int minor, int patch) implements Comparable<KernelVersion> {

    /** Refuses negative numbers. */
    public KernelVersion {
        if (major < 0 || minor < 0 || patch < 0) {
            throw new IllegalArgumentException("negative kernel version");
        }
    }

    /**
     * {@return the version that a release string begins with} {@code 6.18.44-fc-v595} is 6.18.44,
     * {@code 7.2-rc1} is 7.2.0.
     *
     * @throws MalformedObjectException if it does not begin with two numbers and a dot between
     */
    public static KernelVersion parse(String release) {
        int[] numbers = new int[3];
        int count = 0;
        int at = 0;
        while (count < 3) {
            int start = at;
            int number = 0;
            while (at < release.length() && isDigit(release.charAt(at)) && at - start < 6) {
                number = number * 10 + (release.charAt(at++) - '0');
            }
            if (at == start) {
                break;
            }
            numbers[count++] = number;
            if (at >= release.length() || release.charAt(at) != '.') {
                break;
            }
            at++;
        }
        if (count < 2) {
            throw new MalformedObjectException(
                    "\"" + release + "\" does not begin with a kernel version such as 6.18");
        }
        return new KernelVersion(numbers[0], numbers[1], numbers[2]);
    }

    /** {@return whether this is {@code wantedMajor.wantedMinor} or newer} */
    public boolean isAtLeast(int wantedMajor, int wantedMinor) {
        return major > wantedMajor || (major == wantedMajor && minor >= wantedMinor);
    }

    /**
     * {@return LINUX_VERSION_CODE: 16 bits of major, 8 of minor, 8 of patch} The patch stops at 255
     * as in the kernel's Makefile (since 5.12; long-lived series have more releases than that).
     */
    public int code() {
        return major << 16 | Math.min(minor, 255) << 8 | Math.min(patch, 255);
    }

    @Override
    public int compareTo(KernelVersion that) {
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

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
