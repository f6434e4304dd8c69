package dev.skep.compiler.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.asm.CodeElement;
import dev.skep.bpf.asm.Disassembler;
import dev.skep.compiler.CodegenOptions;
import dev.skep.compiler.ir.Function;
import dev.skep.compiler.ir.IrChecker;
import dev.skep.compiler.ir.IrParser;
import dev.skep.compiler.ir.Module;

/** The code of a function of two words of context, {@code %x} and {@code %y}, as text. */
final class Generated {
    private final String listing;

    private Generated(String listing) {
        this.listing = listing;
    }

    /** {@return the code of a function whose entry goes on with {@code body}} */
    static Generated from(String body) {
        return from(body, CodegenOptions.DEFAULT);
    }

    static Generated from(String body, CodegenOptions options) {
        Function function =
                IrChecker.check(
                        IrParser.parseFunction(
                                """
                                function i64 "f" {
                                entry(%ctx: context*):
                                  %x = load i64 %ctx + 0
                                  %y = load i64 %ctx + 8
                                """
                                        + body
                                        + "}\n"));
        StringBuilder text = new StringBuilder();
        for (CodeElement element :
                CodeGenerator.generate(Module.of(function), options).elements()) {
            text.append(
                    Disassembler.instruction(element.instruction(), Disassembler.Style.ANNOTATED));
            text.append('\n');
        }
        return new Generated(text.toString());
    }

    /** Asserts that the code is this, a line each. */
    void is(String expected) {
        assertThat(listing).isEqualTo(expected);
    }

    /** Asserts that these lines are part of the code, in this order and without others between. */
    void has(String expected) {
        assertThat(listing).contains(expected);
    }

    String text() {
        return listing;
    }
}
