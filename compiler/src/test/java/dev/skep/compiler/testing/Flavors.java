package dev.skep.compiler.testing;

import dev.skep.compiler.CodegenOptions;
import dev.skep.compiler.IsaLevel;

import java.util.List;

/** The kinds of code that there are, for tests of all of them. */
public final class Flavors {

    /** From Linux 6.6, where some signed divisions are better not done. */
    public static final CodegenOptions V4 = new CodegenOptions(IsaLevel.V4, false);

    /** From Linux 6.12. */
    public static final CodegenOptions V4_DIVIDING = new CodegenOptions(IsaLevel.V4, true);

    /** All, the oldest first. */
    public static final List<CodegenOptions> ALL = List.of(CodegenOptions.DEFAULT, V4, V4_DIVIDING);

    private Flavors() {}
}
