package dev.skep.trace.check;

import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.MapDeclaration;

import java.util.HashMap;
import java.util.Map;

/** The maps that a script names: what it declares of them, and whether all uses have a key. */
final class MapNames {
    private final Analysis analysis;
    private final Problems problems;
    private final Map<String, MapDeclaration> declarations = new HashMap<>();

    /** Reads the script's declarations. */
    MapNames(Analysis analysis) {
        this.analysis = analysis;
        this.problems = analysis.problems();
        for (MapDeclaration declaration : analysis.script().mapDeclarations()) {
            declare(declaration);
        }
    }

    private void declare(MapDeclaration declaration) {
        if (MapKind.of(declaration.kind()) == null) {
            problems.error(
                    declaration.span(),
                    "Invalid bpf map type: " + declaration.kind(),
                    "Valid map types: percpulruhash, percpuhash, lruhash, hash");
        }
        if (declaration.maxEntries() < 1 || declaration.maxEntries() > Integer.MAX_VALUE) {
            problems.error(declaration.span(), "a map must have room for 1 to 2147483647 entries");
        }
        if (declarations.put(declaration.name(), declaration) != null) {
            problems.error(declaration.span(), declaration.name() + " is declared twice");
        }
    }

    /** Notes a use of a map; the first says whether it has keys. */
    void use(Expression.MapAccess access) {
        boolean keyed = access.key() != null;
        GlobalMap map = analysis.maps().get(access.name());
        if (map == null) {
            map =
                    new GlobalMap(
                            access.name(),
                            keyed,
                            access.span(),
                            declarations.get(access.name()),
                            new Slot(),
                            new Slot());
            analysis.maps().put(access.name(), map);
        } else if (map.keyed() && !keyed) {
            problems.error(
                    access.span(),
                    access.name()
                            + " used as a map without an explicit key (scalar map), previously"
                            + " used with an explicit key (non-scalar map)",
                    "the first use is at " + analysis.place(map.firstUse()));
        } else if (!map.keyed() && keyed) {
            problems.error(
                    access.span(),
                    access.name()
                            + " used as a map with an explicit key (non-scalar map), previously"
                            + " used without an explicit key (scalar map)",
                    "the first use is at " + analysis.place(map.firstUse()));
        }
    }
}
