package dev.skep.symbols;

import org.jspecify.annotations.Nullable;

/**
 * A symbol's name with its version, as binutils write it: {@code malloc}, {@code
 * memcpy@GLIBC_2.2.5}, {@code memcpy@@GLIBC_2.14}.
 *
 * @param name the bare name
 * @param version the version, null if there is none
 * @param isDefault whether it is what the bare name stands for
 */
record VersionedName(String name, @Nullable String version, boolean isDefault) {

    static VersionedName parse(String text) {
        int at = text.indexOf('@');
        if (at <= 0) {
            return new VersionedName(text, null, true);
        }
        boolean isDefault = text.startsWith("@@", at);
        return new VersionedName(
                text.substring(0, at), text.substring(isDefault ? at + 2 : at + 1), isDefault);
    }

    /**
     * {@return whether a symbol of this name is one that is wanted} {@code name@V} takes the
     * default version V too, {@code name@@V} only that; libbpf has it so.
     */
    boolean isWanted(VersionedName wanted) {
        return name.equals(wanted.name)
                && (wanted.version == null
                        || (wanted.version.equals(version) && (isDefault || !wanted.isDefault)));
    }
}
