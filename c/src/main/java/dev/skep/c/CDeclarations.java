package dev.skep.c;

import dev.skep.bpf.btf.Btf;
import dev.skep.bpf.btf.BtfEnumerator;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a text of C declares.
 *
 * {@snippet :
 * CDeclarations c = CDeclarations.read(
 *         "#define SIZE 4\nstruct pair { int x; char name[SIZE]; };", null, Map.of());
 * int pair = c.types().find("pair", BtfKind.STRUCT);
 * }
 */
public final class CDeclarations {
    private final @Nullable Btf kernel;
    private final @Nullable Btf types;
    private final Preprocessor preprocessor;
    private final Map<String, CConstant> enumerators;
    private final List<CProblem> problems;

    private CDeclarations(
            @Nullable Btf kernel,
            @Nullable Btf types,
            Preprocessor preprocessor,
            Map<String, CConstant> enumerators,
            List<CProblem> problems) {
        this.kernel = kernel;
        this.types = types;
        this.preprocessor = preprocessor;
        this.enumerators = enumerators;
        this.problems = problems;
    }

    /**
     * {@return what a text declares} Nothing is thrown because of the text.
     *
     * @param text the text
     * @param kernel the types that it builds on, or null
     * @param defined macros that are defined in front of it, with what they stand for
     */
    public static CDeclarations read(
            String text, @Nullable Btf kernel, Map<String, String> defined) {
        return read(text, kernel, defined, CHeaders.NONE, List.of());
    }

    /**
     * {@return what a text declares, with the headers that it includes} Nothing is thrown because
     * of the text. What is wrong in a header is said of the line that includes it.
     *
     * @param text the text
     * @param kernel the types that it builds on, or null
     * @param defined macros that are defined in front of it, with what they stand for
     * @param headers where headers are
     * @param first headers that are read before it
     */
    public static CDeclarations read(
            String text,
            @Nullable Btf kernel,
            Map<String, String> defined,
            CHeaders headers,
            List<CHeaders.Header> first) {
        List<CProblem> problems = new ArrayList<>();
        var preprocessor = new Preprocessor(problems, defined, headers);
        for (CHeaders.Header header : first) {
            preprocessor.include(header, new Token(Token.Kind.PUNCTUATOR, "#", 0, 1));
        }
        List<Token> tokens = preprocessor.run(text);
        var table = new TypeTable(kernel);
        var parser =
                new DeclarationParser(
                        tokens, table, problems, name -> constantOfKernel(kernel, name));
        parser.run();
        return new CDeclarations(
                kernel,
                table.finish(),
                preprocessor,
                Map.copyOf(parser.enumerators()),
                List.copyOf(problems));
    }

    private static @Nullable CConstant constantOfKernel(@Nullable Btf kernel, String name) {
        BtfEnumerator known = kernel == null ? null : kernel.enumerator(name);
        return known == null ? null : new CConstant.Int(known.value(), false);
    }

    /**
     * {@return the types of the text, which build on those that it was given, or null if it has
     * none} Lookups by name find the older types first; what is the text's own has an id of at
     * least {@link Btf#firstId}.
     */
    public @Nullable Btf types() {
        return types;
    }

    /** {@return what is wrong with the text, or looks so} */
    public List<CProblem> problems() {
        return problems;
    }

    /** {@return whether there is a macro of that name} */
    public boolean isMacro(String name) {
        return preprocessor.macros().containsKey(name);
    }

    /** {@return what a macro stands for, or null if there is no such macro or it is no constant} */
    public @Nullable CConstant constant(String macro) {
        Preprocessor.Macro known = preprocessor.macros().get(macro);
        if (known == null || known.parameters()) {
            return null;
        }
        try {
            return ConstantExpression.of(
                    preprocessor.expanded(known), known.name(), this::enumerator);
        } catch (CSyntaxException _) {
            // Whoever uses it says so.
            return null;
        }
    }

    private @Nullable CConstant enumerator(String name) {
        CConstant own = enumerators.get(name);
        return own == null ? constantOfKernel(kernel, name) : own;
    }
}
