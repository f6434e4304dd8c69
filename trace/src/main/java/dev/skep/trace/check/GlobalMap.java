package dev.skep.trace.check;

import dev.skep.trace.syntax.MapDeclaration;
import dev.skep.trace.syntax.Span;

import org.jspecify.annotations.Nullable;

/**
 * A map whose types are being inferred.
 *
 * @param name its name with its {@code @}
 * @param keyed whether its first use has a key
 * @param firstUse where it first stands with or without a key, functions on whole maps aside
 * @param declaration the {@code let} that declares it, or null
 * @param key the type of its keys
 * @param value the type of its values
 */
record GlobalMap(
        String name,
        boolean keyed,
        Span firstUse,
        @Nullable MapDeclaration declaration,
        Slot key,
        Slot value) {

    /** {@return how many entries it may hold} */
    int maxEntries(ScriptConfig config) {
        return declaration == null ? config.maxMapKeys() : (int) declaration.maxEntries();
    }

    /** {@return whether it forgets old entries for new ones when it is full} */
    boolean forgets() {
        MapKind kind = declaration == null ? null : MapKind.of(declaration.kind());
        return kind != null && kind.forgets();
    }
}
