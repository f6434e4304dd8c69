package dev.skep.compiler.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.compiler.ir.Function;
import dev.skep.compiler.ir.IrChecker;
import dev.skep.compiler.ir.IrParser;

/** What a pass makes of a function, both as the text between the braces. */
final class Rewrites {
    private final Pass pass;

    private Rewrites(Pass pass) {
        this.pass = pass;
    }

    static Rewrites by(Pass pass) {
        return new Rewrites(pass);
    }

    /**
     * Asserts that the pass makes {@code after} of {@code before}, and finds nothing more to do
     * then.
     */
    void turns(String before, String after) {
        Function start = function(before);
        Function result = pass.run(start);
        assertThat(result).isNotSameAs(start);
        for (int i = 0; i < 3; i++) {
            result = pass.run(IrChecker.check(result));
        }

        assertThat(result).hasToString(function(after).toString());
        assertThat(pass.run(result)).isSameAs(result);
    }

    /** Asserts that the pass has nothing to do. */
    void leaves(String text) {
        Function function = function(text);

        assertThat(pass.run(function)).isSameAs(function);
    }

    private static Function function(String body) {
        return IrChecker.check(IrParser.parseFunction("function i64 \"f\" {\n" + body + "}\n"));
    }
}
