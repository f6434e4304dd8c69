package dev.skep.trace.system;

import org.jspecify.annotations.Nullable;

import java.util.HexFormat;
import java.util.Locale;

/** Network addresses as text and as bytes in network order. */
public final class NetworkAddress {

    /** {@code AF_INET}. */
    public static final int IPV4 = 2;

    /** {@code AF_INET6}. */
    public static final int IPV6 = 10;

    private static final int GROUPS = 8;

    private NetworkAddress() {}

    /**
     * {@return an address as inet_ntop(3) writes it}
     *
     * @param family {@link #IPV4} or {@link #IPV6}; any other has no text
     * @param bytes at least 4 or 16
     */
    public static String text(int family, byte[] bytes) {
        return switch (family) {
            case IPV6 -> ipv6(bytes);
            case IPV4 -> ipv4(bytes, 0);
            default -> "";
        };
    }

    private static String ipv4(byte[] bytes, int at) {
        return (bytes[at] & 0xff)
                + "."
                + (bytes[at + 1] & 0xff)
                + "."
                + (bytes[at + 2] & 0xff)
                + "."
                + (bytes[at + 3] & 0xff);
    }

    /** The longest run of zero groups, at least two, is left out (RFC 5952, section 4.2). */
    private static String ipv6(byte[] bytes) {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff);
        }
        int start = -1;
        int length = 1;
        for (int i = 0; i < GROUPS; i++) {
            int end = i;
            while (end < GROUPS && groups[end] == 0) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
        }
        boolean mapped = start == 0 && length == 5 && groups[5] == 0xffff;
        boolean compatible = start == 0 && length == 6;
        int shown = mapped || compatible ? GROUPS - 2 : GROUPS;
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < shown; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
            } else {
                boolean first = text.isEmpty() || text.charAt(text.length() - 1) == ':';
                text.append(first ? "" : ":").append(Integer.toHexString(groups[i]));
            }
        }
        if (shown < GROUPS) {
            boolean first = text.charAt(text.length() - 1) == ':';
            text.append(first ? "" : ":").append(ipv4(bytes, 12));
        }
        return text.toString();
    }

    /** {@return an address of Ethernet, {@code 18:C0:4D:08:2E:BB}} */
    public static String ethernet(byte[] bytes) {
        return HexFormat.ofDelimiter(":").withUpperCase().formatHex(bytes, 0, 6);
    }

    /** {@return the 4 or 16 bytes of an address, or null if the text is none} */
    public static byte @Nullable [] parse(String text) {
        return text.indexOf(':') >= 0 ? parseIpv6(text.toLowerCase(Locale.ROOT)) : parseIpv4(text);
    }

    private static byte @Nullable [] parseIpv4(String text) {
        String[] parts = text.split("\\.", -1);
        byte[] bytes = new byte[4];
        if (parts.length != bytes.length) {
            return null;
        }
        for (int i = 0; i < bytes.length; i++) {
            int number = number(parts[i], 10, 3);
            if (number < 0 || number > 0xff) {
                return null;
            }
            bytes[i] = (byte) number;
        }
        return bytes;
    }

    private static byte @Nullable [] parseIpv6(String text) {
        int gap = text.indexOf("::");
        String[] head = groups(gap < 0 ? text : text.substring(0, gap));
        String[] tail = groups(gap < 0 ? "" : text.substring(gap + 2));
        byte[] bytes = new byte[16];
        int front = fill(bytes, 0, head);
        byte[] back = new byte[16];
        int behind = fill(back, 0, tail);
        boolean whole = gap < 0 ? front == 16 : front >= 0 && behind >= 0 && front + behind < 16;
        if (!whole) {
            return null;
        }
        System.arraycopy(back, 0, bytes, 16 - behind, behind);
        return bytes;
    }

    private static String[] groups(String text) {
        return text.isEmpty() ? new String[0] : text.split(":", -1);
    }

    /** {@return how many bytes the groups are, or -1 if they are none} */
    private static int fill(byte[] bytes, int from, String[] groups) {
        int at = from;
        for (int i = 0; i < groups.length; i++) {
            byte[] dotted =
                    i == groups.length - 1 && groups[i].indexOf('.') >= 0
                            ? parseIpv4(groups[i])
                            : null;
            int number = dotted == null ? number(groups[i], 16, 4) : 0;
            int size = dotted == null ? 2 : 4;
            if (number < 0 || at + size > bytes.length) {
                return -1;
            }
            if (dotted == null) {
                bytes[at] = (byte) (number >> 8);
                bytes[at + 1] = (byte) number;
            } else {
                System.arraycopy(dotted, 0, bytes, at, size);
            }
            at += size;
        }
        return at;
    }

    private static int number(String text, int radix, int longest) {
        if (text.isEmpty() || text.length() > longest) {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = Character.digit(text.charAt(i), radix);
            if (digit < 0) {
                return -1;
            }
            number = number * radix + digit;
        }
        return number;
    }
}
