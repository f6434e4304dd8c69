package dev.skep.trace.check;

import dev.skep.trace.schema.PrintfFormat;
import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.Node;
import dev.skep.trace.syntax.Problem;
import dev.skep.trace.syntax.Script;
import dev.skep.trace.syntax.Statement;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * A script that means something: every expression has a type, every name is resolved, every attach
 * point is found.
 *
 * <p>{@link #typeOf} is the type of the value that an expression makes by itself. Where a place
 * takes a wider one (a map's value, a key, a variable, an operand beside a wider operand), the
 * value is widened there: integers by their own sign, strings with NULs, tuples element by element.
 */
public final class CheckedScript {
    private final Script script;
    private final ScriptConfig config;
    private final List<CheckedProbe> probes;
    private final List<MapInfo> maps;
    private final List<String> texts;
    private final List<ScriptOption> options;
    private final List<Problem> warnings;
    private final Map<Expression, ScriptType> types;
    private final Map<Expression, Constant> constants;
    private final Map<Expression, Function> functions;
    private final Map<Expression, PrintfFormat> formats;
    private final Map<Expression.Variable, VariableInfo> variables;
    private final Map<Node, List<VariableInfo>> scopes;

    /** Made by the checker. The maps of nodes compare by identity and are not changed any more. */
    CheckedScript(
            Script script,
            ScriptConfig config,
            List<CheckedProbe> probes,
            List<MapInfo> maps,
            List<String> texts,
            List<ScriptOption> options,
            List<Problem> warnings,
            IdentityHashMap<Expression, ScriptType> types,
            IdentityHashMap<Expression, Constant> constants,
            IdentityHashMap<Expression, Function> functions,
            IdentityHashMap<Expression, PrintfFormat> formats,
            IdentityHashMap<Expression.Variable, VariableInfo> variables,
            IdentityHashMap<Node, List<VariableInfo>> scopes) {
        this.script = script;
        this.config = config;
        this.probes = List.copyOf(probes);
        this.maps = List.copyOf(maps);
        this.texts = List.copyOf(texts);
        this.options = List.copyOf(options);
        this.warnings = List.copyOf(warnings);
        this.types = Collections.unmodifiableMap(types);
        this.constants = Collections.unmodifiableMap(constants);
        this.functions = Collections.unmodifiableMap(functions);
        this.formats = Collections.unmodifiableMap(formats);
        this.variables = Collections.unmodifiableMap(variables);
        this.scopes = Collections.unmodifiableMap(scopes);
    }

    /** {@return the syntax tree} */
    public Script script() {
        return script;
    }

    /** {@return its settings} */
    public ScriptConfig config() {
        return config;
    }

    /** {@return the probes in the order of the text; those that match nothing are left out} */
    public List<CheckedProbe> probes() {
        return probes;
    }

    /** {@return the maps in the order in which they are first used in the text} */
    public List<MapInfo> maps() {
        return maps;
    }

    /** {@return the map of that name, which is in the script} */
    public MapInfo map(String name) {
        for (MapInfo map : maps) {
            if (map.name().equals(name)) {
                return map;
            }
        }
        throw new IllegalArgumentException("no map " + name + " in the script");
    }

    /** {@return the formats and patterns that programs name by number} */
    public List<String> texts() {
        return texts;
    }

    /** {@return the options of the script's own} */
    public List<ScriptOption> options() {
        return options;
    }

    /** {@return what looks wrong, but does not keep the script from running} */
    public List<Problem> warnings() {
        return warnings;
    }

    /**
     * {@return the type of the value of an expression of this script} Operands of what {@link
     * #constantOf} knows, and maps as a whole, have none.
     */
    public ScriptType typeOf(Expression expression) {
        ScriptType type = typeOrNull(expression);
        if (type == null) {
            throw new IllegalArgumentException("not an expression of this script: " + expression);
        }
        return type;
    }

    /** {@return the type of the value of an expression, or null if it has none} */
    @Nullable ScriptType typeOrNull(Expression expression) {
        return types.get(expression);
    }

    /**
     * {@return the value of an expression that is known now, or null} Literals, parameters and what
     * is folded from them; nothing below such an expression needs to be looked at.
     */
    public @Nullable Constant constantOf(Expression expression) {
        return constants.get(expression);
    }

    /**
     * {@return whether the first way of an {@code if comptime} is taken; null of an ordinary
     * condition, which is decided when the script runs} The other way has no types.
     */
    public @Nullable Boolean comptimeWay(Statement.If branch) {
        return comptimeWay(branch.condition());
    }

    /** {@return the same of the condition of an {@code if} that has a value} */
    public @Nullable Boolean comptimeWay(Expression condition) {
        return ComptimeBranch.taken(condition, constantOf(condition));
    }

    /** {@return what an {@link Expression.Name} or {@link Expression.Call} of this script calls} */
    public Function functionOf(Expression expression) {
        Function function = functions.get(expression);
        if (function == null) {
            throw new IllegalArgumentException("not a call of this script: " + expression);
        }
        return function;
    }

    /** {@return the format of a call of {@code printf}} */
    public PrintfFormat formatOf(Expression.Call call) {
        PrintfFormat format = formats.get(call);
        if (format == null) {
            throw new IllegalArgumentException("not a call with a format: " + call);
        }
        return format;
    }

    /**
     * {@return the variables that live in a block, a block expression or a loop; at its start they
     * are zero}
     */
    public List<VariableInfo> variablesIn(Node scope) {
        return scopes.getOrDefault(scope, List.of());
    }

    /**
     * {@return the variable that an expression names, or null if the expression is not part of what
     * the script does}
     */
    public @Nullable VariableInfo variableOrNull(Expression.Variable expression) {
        return variables.get(expression);
    }

    /** {@return whether the script may have {@code &$variable}} */
    public boolean takesAddresses() {
        return script.source().text().indexOf('&') >= 0;
    }

    /** {@return the variable that an expression of this script names} */
    public VariableInfo variableOf(Expression.Variable expression) {
        VariableInfo variable = variables.get(expression);
        if (variable == null) {
            throw new IllegalArgumentException("not a variable of this script: " + expression);
        }
        return variable;
    }
}
