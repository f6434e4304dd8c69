package dev.skep.bpf.btf;

import dev.skep.bpf.btf.BtfType.Member;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Finds fields by their paths without decoding the members passed by. */
final class FieldSearch {
    /** CORE_SPEC_MAX_LEN of libbpf. */
    private static final int MAX_DEPTH = 64;

    /**
     * Anonymous structs that contain each other could keep us busy for ever; no struct of a kernel
     * is near this.
     */
    private static final int MAX_VISITED = 1 << 20;

    private final Btf btf;
    private final List<Member> path = new ArrayList<>();
    private final List<Integer> indexes = new ArrayList<>();
    private int visited;

    FieldSearch(Btf btf) {
        this.btf = btf;
    }

    /** {@return the field, or null} */
    @Nullable BtfField find(int struct, String dottedPath) {
        int type = struct;
        long bitOffset = 0;
        int bitSize = 0;
        for (int start = 0; start <= dottedPath.length(); ) {
            int dot = dottedPath.indexOf('.', start);
            int end = dot < 0 ? dottedPath.length() : dot;
            byte[] name = dottedPath.substring(start, end).getBytes(StandardCharsets.UTF_8);
            int from = path.size();
            if (name.length == 0 || !descend(btf.resolve(type), name, 0)) {
                return null;
            }
            for (Member member : path.subList(from, path.size())) {
                bitOffset += member.bitOffset();
            }
            Member last = path.getLast();
            type = last.type();
            bitSize = last.bitSize();
            start = end + 1;
        }
        if (bitSize == 0
                && btf.type(btf.resolve(type)) instanceof BtfType.Int old
                && old.bits() != old.size() * 8) {
            // Before kind_flag the integer told which of its bits are the field.
            bitOffset += old.bitOffset();
            bitSize = old.bits();
        }
        if (bitOffset > Integer.MAX_VALUE) {
            throw btf.malformed(struct, "has fields more than 256 MiB from its start");
        }
        return new BtfField(path, indexes, type, (int) bitOffset, bitSize);
    }

    /**
     * {@return whether there is a member of that name; then those that lead to it are in the path}
     */
    private boolean descend(int struct, byte[] name, int depth) {
        BtfKind kind = btf.kind(struct);
        if (kind != BtfKind.STRUCT && kind != BtfKind.UNION) {
            return false;
        }
        int count = btf.elements(struct);
        visited += count;
        if (depth > MAX_DEPTH || visited > MAX_VISITED) {
            throw btf.malformed(struct, "contains anonymous structs without end");
        }
        for (int i = 0; i < count; i++) {
            int nameOffset = btf.memberNameOffset(struct, i);
            if (nameOffset == 0) {
                Member anonymous = btf.member(struct, i);
                path.add(anonymous);
                indexes.add(i);
                if (descend(btf.resolve(anonymous.type()), name, depth + 1)) {
                    return true;
                }
                path.removeLast();
                indexes.removeLast();
            } else if (btf.stringEquals(nameOffset, name)) {
                path.add(btf.member(struct, i));
                indexes.add(i);
                return true;
            }
        }
        return false;
    }
}
