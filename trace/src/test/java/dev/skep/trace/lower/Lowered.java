package dev.skep.trace.lower;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.asm.BpfHelper;
import dev.skep.bpf.spec.MapSpec;
import dev.skep.bpf.target.Target;
import dev.skep.bpf.testkit.StoredTargets;
import dev.skep.compiler.Compiler;
import dev.skep.compiler.ir.Block;
import dev.skep.compiler.ir.Call;
import dev.skep.compiler.ir.Function;
import dev.skep.compiler.ir.ModuleChecker;
import dev.skep.compiler.ir.Operation;
import dev.skep.trace.check.CheckOptions;
import dev.skep.trace.check.CheckedScript;
import dev.skep.trace.check.ScriptChecker;
import dev.skep.trace.schema.EventFormat;
import dev.skep.trace.schema.MapSchema;
import dev.skep.trace.syntax.SourceText;

import java.util.ArrayList;
import java.util.List;

/** A script lowered for a stored target, with questions that tests ask of it. */
final class Lowered {
    private static final LoweringOptions OPTIONS = new LoweringOptions(64);

    private final LoweredScript script;

    private Lowered(LoweredScript script) {
        this.script = script;
    }

    /** {@return a script lowered for Linux 6.18, its IR checked before and after the passes} */
    static Lowered of(String text) {
        return of(text, StoredTargets.linux618());
    }

    static Lowered of(String text, Target target) {
        CheckedScript checked =
                ScriptChecker.check(new SourceText("test", text), target, CheckOptions.DEFAULT);
        LoweredScript lowered = ScriptLowering.lower(checked, target, OPTIONS);
        for (LoweredProgram program : lowered.programs()) {
            assertThat(ModuleChecker.problems(program.module())).isEmpty();
            assertThat(ModuleChecker.problems(Compiler.optimize(program.module()))).isEmpty();
        }
        return new Lowered(lowered);
    }

    LoweredScript script() {
        return script;
    }

    /** {@return the only program} */
    Function function() {
        return function(0);
    }

    Function function(int index) {
        return Compiler.optimize(script.programs().get(index).module()).main();
    }

    /** {@return the helpers that the only program calls, in order} */
    List<BpfHelper> helpers() {
        return helpers(0);
    }

    List<BpfHelper> helpers(int index) {
        List<BpfHelper> helpers = new ArrayList<>();
        for (Operation operation : operations(index)) {
            if (operation instanceof Call call) {
                helpers.add(call.helper());
            }
        }
        return helpers;
    }

    /** {@return the operations of a program that are of a kind} */
    <T extends Operation> List<T> operations(Class<T> kind) {
        List<T> found = new ArrayList<>();
        for (Operation operation : operations(0)) {
            if (kind.isInstance(operation)) {
                found.add(kind.cast(operation));
            }
        }
        return found;
    }

    private List<Operation> operations(int index) {
        List<Operation> operations = new ArrayList<>();
        for (Block block : function(index).blocks()) {
            for (int i = 0; i < block.operationCount(); i++) {
                operations.add(block.operation(i));
            }
        }
        return operations;
    }

    MapSpec map(String name) {
        for (MapSpec map : script.maps()) {
            if (map.name().equals(name)) {
                return map;
            }
        }
        throw new AssertionError("no map " + name + " in " + script.maps());
    }

    MapSchema schema(String name) {
        for (MapSchema map : script.schema().maps()) {
            if (map.name().equals(name)) {
                return map;
            }
        }
        throw new AssertionError("no map " + name + " in " + script.schema().maps());
    }

    /** {@return the kinds of records of a class} */
    <T extends EventFormat> List<T> formats(Class<T> kind) {
        List<T> found = new ArrayList<>();
        for (EventFormat format : script.schema().formats()) {
            if (kind.isInstance(format)) {
                found.add(kind.cast(format));
            }
        }
        return found;
    }
}
