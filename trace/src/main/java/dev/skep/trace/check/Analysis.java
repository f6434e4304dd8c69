package dev.skep.trace.check;

import dev.skep.bpf.target.Target;
import dev.skep.trace.schema.PrintfFormat;
import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.Node;
import dev.skep.trace.syntax.Problem;
import dev.skep.trace.syntax.Script;
import dev.skep.trace.syntax.Span;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is known of a script while it is checked, shared by all rules. Nodes are told apart by
 * identity.
 */
final class Analysis {
    private final Script script;
    private final Target target;
    private final CheckOptions options;
    private final Problems problems = new Problems();
    private final ScriptConfig config;
    private final NamedTypes namedTypes;

    private final List<ProbeContext> probes = new ArrayList<>();
    private final List<Unit> units = new ArrayList<>();
    private final Map<String, GlobalMap> maps = new LinkedHashMap<>();
    private final List<String> texts = new ArrayList<>();
    private final List<ScriptOption> scriptOptions = new ArrayList<>();
    private final IdentityHashMap<Expression, ScriptType> types = new IdentityHashMap<>();
    private final IdentityHashMap<Expression, Constant> constants = new IdentityHashMap<>();
    private final IdentityHashMap<Expression, ScriptType.Enumeration> enumerators =
            new IdentityHashMap<>();
    private final IdentityHashMap<Expression, Function> functions = new IdentityHashMap<>();
    private final IdentityHashMap<Expression, PrintfFormat> formats = new IdentityHashMap<>();
    private final IdentityHashMap<Expression, LocalVariable> variables = new IdentityHashMap<>();
    private final IdentityHashMap<Node, List<LocalVariable>> scopes = new IdentityHashMap<>();

    private final IdentityHashMap<Expression.BlockExpression, MacroUse> macroUses;

    /** What the conditions of {@code if comptime} are that depend on types. */
    private final IdentityHashMap<Expression, Constant> decided;

    /** The conditions of those of which it is not known yet. */
    private final List<Unit> open = new ArrayList<>();

    Analysis(Script script, Target target, CheckOptions options) {
        this.macroUses = new IdentityHashMap<>();
        this.decided = new IdentityHashMap<>();
        this.target = target;
        this.options = options;
        this.namedTypes = new NamedTypes(target);
        this.config = ConfigReader.read(script.settings(), options.settings(), problems);
        this.script =
                MacroExpansion.expand(ConfigExpansion.expand(script, config), problems, macroUses);
    }

    /** The same script once more, of whose {@code if comptime} more is decided by now. */
    Analysis(Analysis before) {
        this.macroUses = before.macroUses;
        this.decided = before.decided;
        this.script = before.script;
        this.target = before.target;
        this.options = before.options;
        this.namedTypes = new NamedTypes(target);
        this.config = ConfigReader.read(script.settings(), options.settings(), problems);
    }

    /** {@return what the condition of an {@code if comptime} was found to be, or null} */
    @Nullable Constant decided(Expression condition) {
        return decided.get(condition);
    }

    /** Notes what the condition of an {@code if comptime} is. */
    void decide(Expression condition, Constant value) {
        decided.put(condition, value);
    }

    /** Notes the condition of an {@code if comptime} that depends on types. */
    void open(Unit condition) {
        open.add(condition);
    }

    /** {@return the conditions of {@code if comptime} that depend on types} */
    List<Unit> open() {
        return open;
    }

    Script script() {
        return script;
    }

    Target target() {
        return target;
    }

    CheckOptions options() {
        return options;
    }

    Problems problems() {
        return problems;
    }

    ScriptConfig config() {
        return config;
    }

    NamedTypes namedTypes() {
        return namedTypes;
    }

    List<ProbeContext> probes() {
        return probes;
    }

    List<Unit> units() {
        return units;
    }

    Map<String, GlobalMap> maps() {
        return maps;
    }

    @Nullable Constant constant(Expression expression) {
        return constants.get(expression);
    }

    void constant(Expression expression, Constant value) {
        constants.put(expression, value);
    }

    /** {@return the enum whose constant an expression names, or null} */
    ScriptType.@Nullable Enumeration enumeration(Expression name) {
        return enumerators.get(name);
    }

    /** Notes that an expression names a constant of an enum. */
    void enumerator(Expression name, NamedTypes.Enumerator enumerator) {
        constants.put(
                name,
                new Constant.Int(
                        enumerator.value(), enumerator.value() < 0 && !enumerator.type().signed()));
        enumerators.put(name, enumerator.type());
    }

    @Nullable Function function(Expression nameOrCall) {
        return functions.get(nameOrCall);
    }

    void function(Expression nameOrCall, Function function) {
        functions.put(nameOrCall, function);
    }

    @Nullable PrintfFormat format(Expression.Call call) {
        return formats.get(call);
    }

    void format(Expression.Call call, PrintfFormat format) {
        formats.put(call, format);
    }

    @Nullable LocalVariable variable(Expression.Variable expression) {
        return variables.get(expression);
    }

    void variable(Expression.Variable expression, LocalVariable variable) {
        variables.put(expression, variable);
    }

    /**
     * Takes note of an option of the script's own.
     *
     * @return the other default that it has elsewhere, or null
     */
    @Nullable String option(String name, String otherwise, String description) {
        for (ScriptOption known : scriptOptions) {
            if (known.name().equals(name)) {
                return known.otherwise().equals(otherwise) ? null : known.otherwise();
            }
        }
        scriptOptions.add(new ScriptOption(name, otherwise, description));
        return null;
    }

    /** Takes note of a format or pattern that user space will need. */
    void text(String text) {
        if (!texts.contains(text)) {
            texts.add(text);
        }
    }

    /** {@return the call of a macro that a block was put for, or null} */
    @Nullable MacroUse macroUse(Expression.BlockExpression block) {
        return macroUses.get(block);
    }

    /** Notes that a variable lives in a block, or in a loop whose variable it is. */
    void declare(Node scope, LocalVariable variable) {
        List<LocalVariable> known = scopes.get(scope);
        if (known == null) {
            known = new ArrayList<>();
            scopes.put(scope, known);
        }
        known.add(variable);
    }

    void type(Expression expression, ScriptType type) {
        types.put(expression, type);
    }

    /** {@return a place as {@code line:column-column}, for a hint that points to it} */
    String place(Span span) {
        int start = span.start();
        int column = script.source().column(start);
        return script.source().line(start)
                + ":"
                + column
                + "-"
                + (column + span.end() - span.start());
    }

    /** {@return what was found out, once no rule found anything wrong} */
    CheckedScript result() {
        List<CheckedProbe> checked = new ArrayList<>(probes.size());
        var infos = new IdentityHashMap<LocalVariable, VariableInfo>();
        for (ProbeContext probe : probes) {
            List<VariableInfo> ofProbe = new ArrayList<>(probe.variables().size());
            for (LocalVariable variable : probe.variables()) {
                var info =
                        new VariableInfo(
                                variable.number(),
                                variable.name(),
                                known(variable.slot()),
                                variable.declared());
                infos.put(variable, info);
                ofProbe.add(info);
            }
            checked.add(new CheckedProbe(probe.syntax(), probe.attachPoints(), ofProbe));
        }
        var variableInfos = new IdentityHashMap<Expression.Variable, VariableInfo>();
        for (var entry : variables.entrySet()) {
            VariableInfo info = infos.get(entry.getValue());
            if (info != null && entry.getKey() instanceof Expression.Variable expression) {
                variableInfos.put(expression, info);
            }
        }
        var scopeInfos = new IdentityHashMap<Node, List<VariableInfo>>();
        for (var entry : scopes.entrySet()) {
            List<VariableInfo> ofScope = new ArrayList<>(entry.getValue().size());
            for (LocalVariable variable : entry.getValue()) {
                VariableInfo info = infos.get(variable);
                if (info != null) {
                    ofScope.add(info);
                }
            }
            scopeInfos.put(entry.getKey(), ofScope);
        }
        List<Problem> warnings = problems.sorted();
        return new CheckedScript(
                script,
                config,
                checked,
                mapInfos(),
                texts,
                scriptOptions,
                warnings,
                types,
                constants,
                functions,
                formats,
                variableInfos,
                scopeInfos);
    }

    private List<MapInfo> mapInfos() {
        List<MapInfo> infos = new ArrayList<>(maps.size());
        for (GlobalMap map : maps.values()) {
            if (map.value().shape() == null) {
                // Only probes use it that are nowhere.
                continue;
            }
            ScriptType key = map.keyed() ? known(map.key()) : null;
            int entries = map.keyed() ? map.maxEntries(config) : 1;
            infos.add(new MapInfo(map.name(), key, known(map.value()), entries, map.forgets()));
        }
        return infos;
    }

    private static ScriptType known(Slot slot) {
        Shape shape = slot.shape();
        if (shape == null) {
            throw new IllegalStateException("a type is not known though nothing is wrong");
        }
        return shape.type();
    }
}
