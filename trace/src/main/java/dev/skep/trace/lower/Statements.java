package dev.skep.trace.lower;

import dev.skep.bpf.asm.BpfHelper;
import dev.skep.bpf.asm.SourcePosition;
import dev.skep.compiler.ir.Value;
import dev.skep.trace.check.Function;
import dev.skep.trace.check.ScriptType;
import dev.skep.trace.check.VariableInfo;
import dev.skep.trace.schema.EventFormat.Formatted.Purpose;
import dev.skep.trace.syntax.BinaryOperator;
import dev.skep.trace.syntax.Expression;
import dev.skep.trace.syntax.Span;
import dev.skep.trace.syntax.Statement;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Statements. What memory a statement takes for its own purposes is free again after it. */
final class Statements {
    private final Program program;

    Statements(Program program) {
        this.program = program;
    }

    /** {@code { … }}, with variables of its own. */
    void block(Statement.Block block) {
        Frame.Mark mark = program.frame.mark();
        program.variables.enterScope(block, block.statements());
        sequence(block.statements());
        program.variables.leaveScope(block);
        program.frame.release(mark);
    }

    /** Begins a block that has a value: what can be evaluated is evaluated then. */
    Frame.Mark begin(Expression.BlockExpression block) {
        Frame.Mark mark = program.frame.mark();
        program.variables.enterScope(block, block.statements());
        sequence(block.statements());
        if (program.ended()) {
            // What uses the value is still to be made, though it never runs.
            program.code.position(program.code.block("never"));
        }
        return mark;
    }

    /** Ends a block, its value having been used. */
    void end(Expression.BlockExpression block, Frame.Mark mark) {
        program.variables.leaveScope(block);
        program.frame.release(mark);
    }

    private void sequence(List<Statement> statements) {
        for (Statement statement : statements) {
            if (program.ended()) {
                return;
            }
            @Nullable SourcePosition before = program.enter(statement.span());
            Frame.Mark mark = program.frame.mark();
            lower(statement);
            program.frame.release(mark);
            program.leave(before);
        }
    }

    private void lower(Statement statement) {
        switch (statement) {
            case Statement.Block block -> block(block);
            case Statement.Evaluate evaluate -> evaluate(evaluate.expression());
            case Statement.Discard discard -> evaluate(discard.value());
            case Statement.Assign assign -> assign(assign);
            case Statement.Let let -> let(let);
            case Statement.If branch -> branch(branch);
            case Statement.Return(Span _, Expression value) -> {
                if (value == null) {
                    program.returnDefault();
                } else {
                    program.returnValue(program.expressions.scalar(value));
                }
            }
            case Statement.While loop -> program.loops.repeat(loop);
            case Statement.Unroll loop -> program.loops.unroll(loop);
            case Statement.ForEach loop -> program.loops.each(loop);
            case Statement.ForRange loop -> program.loops.range(loop);
            case Statement.Break _ -> program.loops.leave();
            case Statement.Continue _ -> program.loops.next();
        }
    }

    private void branch(Statement.If branch) {
        Boolean known = program.script.comptimeWay(branch);
        if (known != null) {
            if (known) {
                block(branch.then());
            } else if (branch.otherwise() != null) {
                sequence(List.of(branch.otherwise()));
            }
            return;
        }
        Fork fork = Fork.on(program, branch.condition());
        block(branch.then());
        fork.otherwise();
        Statement otherwise = branch.otherwise();
        if (otherwise != null) {
            sequence(List.of(otherwise));
        }
        fork.join();
    }

    private void let(Statement.Let let) {
        VariableInfo variable = program.script.variableOf(let.variable());
        Expression value = let.value();
        if (value != null) {
            assignVariable(variable, value);
        }
    }

    private void assign(Statement.Assign assign) {
        BinaryOperator operator = assign.operator();
        switch (assign.target()) {
            case Expression.Variable target -> {
                VariableInfo variable = program.script.variableOf(target);
                if (operator == null) {
                    assignVariable(variable, assign.value());
                } else {
                    changeVariable(variable, operator, assign);
                }
            }
            case Expression.MapAccess target -> {
                if (operator != null) {
                    program.maps.assign(target, operator, assign.value(), assign.span());
                } else if (program.script.map(target.name()).value()
                        instanceof ScriptType.Aggregate) {
                    List<Expression> arguments =
                            assign.value() instanceof Expression.Call call
                                    ? call.arguments()
                                    : List.of();
                    program.aggregates.gather(target, arguments, assign.value().span());
                } else {
                    program.maps.assign(target, assign.value(), assign.span());
                }
            }
            default -> throw Expressions.unexpected(assign.target());
        }
    }

    private void assignVariable(VariableInfo variable, Expression value) {
        if (!Variables.inMemory(variable.type())) {
            program.variables.set(
                    variable,
                    program.variables.isMoved(variable)
                            ? program.expressions.number(value)
                            : program.expressions.scalar(value));
            return;
        }
        Place place = program.variables.place(variable);
        if (!program.effects.mentions(value, variable)) {
            program.memory.write(value, variable.type(), place);
            return;
        }
        // The old value is read while the new one is written.
        int size = variable.type().size();
        Place fresh = program.frame.allocate(variable.name(), size);
        program.memory.write(value, variable.type(), fresh);
        program.copy(place, fresh, size);
    }

    private void changeVariable(
            VariableInfo variable, BinaryOperator operator, Statement.Assign assign) {
        Value operand =
                program.arithmetic.scaled(
                        program.expressions.scalar(assign.value()), variable.type());
        Value old = program.variables.value(variable);
        program.variables.set(
                variable, program.arithmetic.apply(operator, old, operand, assign.span()));
    }

    /** Evaluates an expression whose value nobody wants. */
    private void evaluate(Expression expression) {
        if (program.script.constantOf(expression) != null) {
            return; // what it was computed from has no types
        }
        switch (expression) {
            case Expression.Increment increment
                    when increment.target() instanceof Expression.MapAccess access -> {
                ScriptType type = program.script.map(access.name()).value();
                program.maps.add(
                        access,
                        program.expressions.incremented(increment, program.integer(0), type),
                        increment.span());
            }
            case Expression.Call call when program.script.typeOf(call) instanceof ScriptType.None ->
                    perform(call);
            case Expression.Conditional conditional
                    when program.script.typeOf(conditional) instanceof ScriptType.None ->
                    performEither(conditional);
            case Expression.MapAccess access
                    when program.script.map(access.name()).value()
                            instanceof ScriptType.Aggregate -> {
                // It is read by nobody, so that its parts need not be added up.
                Expression key = access.key();
                if (key != null) {
                    evaluate(key);
                }
            }
            case Expression.BlockExpression block -> {
                Frame.Mark mark = begin(block);
                Expression value = block.value();
                if (value != null) {
                    evaluate(value);
                }
                end(block, mark);
            }
            default -> {
                if (!Variables.inMemory(program.script.typeOf(expression))) {
                    program.expressions.scalar(expression);
                } else if (program.effects.any(expression)) {
                    program.memory.place(expression);
                }
            }
        }
    }

    private void performEither(Expression.Conditional conditional) {
        Expression only = program.expressions.onlyWay(conditional);
        if (only != null) {
            evaluate(only);
            return;
        }
        Fork fork = Fork.on(program, conditional.condition());
        if (conditional.then() != null) {
            evaluate(conditional.then());
        }
        fork.otherwise();
        evaluate(conditional.otherwise());
        fork.join();
    }

    private void perform(Expression.Call call) {
        Function function = program.script.functionOf(call);
        switch (function) {
            case PRINTF -> program.output.printf(call);
            case PRINT -> program.output.print(call);
            case CLEAR -> program.output.clear(call);
            case ZERO -> program.output.zero(call);
            case TIME -> program.output.time(call);
            case EXIT -> program.output.exit(call);
            case DELETE -> program.maps.delete(call.arguments());
            case SYSTEM -> program.output.formatted(call, Purpose.COMMAND);
            case CAT -> program.output.formatted(call, Purpose.FILE);
            case ERRORF -> program.output.formatted(call, Purpose.ERROR);
            case WARNF -> program.output.formatted(call, Purpose.WARNING);
            case DEBUGF -> program.actions.debug(call);
            case JOIN -> program.actions.join(call);
            case ASSERT -> program.actions.check(call);
            case OVERRIDE -> program.kernelCalls.override(call);
            case WRITE_USER -> program.kernelCalls.writeUser(call);
            case SIGNAL -> program.actions.signal(call, BpfHelper.SEND_SIGNAL);
            case SIGNAL_THREAD -> program.actions.signal(call, BpfHelper.SEND_SIGNAL_THREAD);
            case STATIC_ASSERT, FAIL -> {
                // Decided when the script was checked.
            }
            default -> throw Expressions.unexpected(call);
        }
    }
}
