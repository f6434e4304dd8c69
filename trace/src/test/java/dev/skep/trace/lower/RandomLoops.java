package dev.skep.trace.lower;

import dev.skep.bpf.testkit.Choices;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes scripts of choices: loops of every kind in each other, branches, blocks with variables of
 * their own, ways out of the middle; and computes what they do.
 */
final class RandomLoops {
    private static final String[] NAMES = {"$a", "$b", "$c", "$d"};
    private static final int MAX_DEPTH = 3;
    private static final int MAX_STATEMENTS = 25;

    /** How a statement ended. */
    private enum End {
        DONE,
        BREAK,
        CONTINUE,
        RETURN
    }

    /** What a statement does to the variables. */
    private interface Step {
        End run(long[] variables);
    }

    /** A number, read where it stands. */
    private interface Operand {
        long of(long[] variables);
    }

    /** A piece of the script. */
    private record Piece<T>(String text, T meaning) {}

    /**
     * A script, and what it prints.
     *
     * @param text the script
     * @param expected its only line
     */
    record Script(String text, String expected) {
        @Override
        public String toString() {
            return text;
        }
    }

    private final Choices choices;

    /** The numbers that can be read: first {@link #NAMES}, then those of loops around. */
    private final List<String> readable = new ArrayList<>(List.of(NAMES));

    private int statements;
    private int loopNames;

    private RandomLoops(Choices choices) {
        this.choices = choices;
    }

    /** {@return a script} */
    static Script of(Choices choices) {
        return new RandomLoops(choices).script();
    }

    private Script script() {
        // Nobody but run time knows these values.
        StringBuilder text =
                new StringBuilder(
                        "begin { $z = (int64)(curtask.tgid - curtask.group_leader.tgid);");
        long[] variables = new long[64];
        for (int i = 0; i < NAMES.length; i++) {
            variables[i] = choices.below(5);
            text.append(' ').append(NAMES[i]).append(" = $z + ").append(variables[i]).append(';');
        }
        Piece<Step> body = block(0, false);
        text.append('\n').append(body.text).append("\nprintf(\"%ld %ld %ld %ld\\n\"");
        for (String name : NAMES) {
            text.append(", ").append(name);
        }
        End end = body.meaning.run(variables);
        String line = variables[0] + " " + variables[1] + " " + variables[2] + " " + variables[3];
        return new Script(text.append("); }").toString(), end == End.RETURN ? "returned" : line);
    }

    private Piece<Step> block(int depth, boolean inLoop) {
        List<Step> steps = new ArrayList<>();
        StringBuilder text = new StringBuilder("{ ");
        int count = 1 + choices.below(4);
        for (int i = 0; i < count && statements < MAX_STATEMENTS; i++) {
            statements++;
            Piece<Step> step = statement(depth, inLoop);
            text.append(step.text).append(' ');
            steps.add(step.meaning);
        }
        return new Piece<>(
                text.append('}').toString(),
                variables -> {
                    for (Step step : steps) {
                        End end = step.run(variables);
                        if (end != End.DONE) {
                            return end;
                        }
                    }
                    return End.DONE;
                });
    }

    private Piece<Step> statement(int depth, boolean inLoop) {
        int kind = choices.below(depth < MAX_DEPTH ? 10 : 4);
        return switch (kind) {
            case 0, 1 -> assign();
            case 2 -> blockExpression();
            case 3 -> inLoop ? leave() : assign();
            case 4, 5 -> branch(depth, inLoop);
            case 6, 7 -> range(depth);
            case 8 -> repeat(depth);
            case 9 -> unroll(depth);
            default -> throw new AssertionError(kind);
        };
    }

    private Piece<Operand> number() {
        if (choices.below(3) == 0) {
            long value = choices.below(20);
            return new Piece<>(Long.toString(value), _ -> value);
        }
        int index = choices.below(readable.size());
        return new Piece<>(readable.get(index), variables -> variables[index]);
    }

    private Piece<Step> assign() {
        int target = choices.below(NAMES.length);
        Piece<Operand> left = number();
        Piece<Operand> right = number();
        String operator = choices.of("+", "-", "^", "*");
        return new Piece<>(
                NAMES[target] + " = " + left.text + " " + operator + " " + right.text + ";",
                variables -> {
                    long a = left.meaning.of(variables);
                    long b = right.meaning.of(variables);
                    variables[target] =
                            switch (operator) {
                                case "+" -> a + b;
                                case "-" -> a - b;
                                case "^" -> a ^ b;
                                default -> a * b;
                            };
                    return End.DONE;
                });
    }

    private Piece<Step> blockExpression() {
        int target = choices.below(NAMES.length);
        Piece<Operand> inner = number();
        String own = "$own" + loopNames++;
        return new Piece<>(
                NAMES[target] + " += { let " + own + " = " + inner.text + "; " + own + " & 7 };",
                variables -> {
                    variables[target] += inner.meaning.of(variables) & 7;
                    return End.DONE;
                });
    }

    private record Condition(String text, Operand left, Operand right) {
        boolean holds(long[] variables) {
            return (left.of(variables) & 3) == (right.of(variables) & 3);
        }
    }

    private Condition condition() {
        Piece<Operand> left = number();
        Piece<Operand> right = number();
        return new Condition(
                "((" + left.text + " & 3) == (" + right.text + " & 3))",
                left.meaning,
                right.meaning);
    }

    private Piece<Step> leave() {
        Condition condition = condition();
        int way = choices.below(5);
        String word = way < 2 ? "break;" : way < 4 ? "continue;" : "print(\"returned\"); return;";
        End end = way < 2 ? End.BREAK : way < 4 ? End.CONTINUE : End.RETURN;
        return new Piece<>(
                "if " + condition.text + " { " + word + " }",
                variables -> condition.holds(variables) ? end : End.DONE);
    }

    private Piece<Step> branch(int depth, boolean inLoop) {
        Condition condition = condition();
        Piece<Step> then = block(depth + 1, inLoop);
        Piece<Step> otherwise = block(depth + 1, inLoop);
        return new Piece<>(
                "if " + condition.text + " " + then.text + " else " + otherwise.text,
                variables ->
                        condition.holds(variables)
                                ? then.meaning.run(variables)
                                : otherwise.meaning.run(variables));
    }

    /** Few turns, which are jumps, or many, which the kernel makes. */
    private Piece<Step> range(int depth) {
        int from = choices.below(3) - 1;
        int to = from + choices.of(0, 2, 3, 20, 33);
        String start = choices.flip() ? "(" + from + ")" : "($z + " + from + ")";
        String name = "$i" + loopNames++;
        int index = readable.size();
        readable.add(name);
        Piece<Step> body = block(depth + 1, true);
        readable.removeLast();
        return new Piece<>(
                "for " + name + " : " + start + ".." + "(" + to + ") " + body.text,
                variables -> {
                    for (long i = from; i < to; i++) {
                        variables[index] = i;
                        End end = body.meaning.run(variables);
                        if (end == End.BREAK) {
                            break;
                        }
                        if (end == End.RETURN) {
                            return end;
                        }
                    }
                    return End.DONE;
                });
    }

    private Piece<Step> repeat(int depth) {
        int turns = 1 + choices.below(3);
        String name = "$w" + loopNames++;
        int index = readable.size();
        readable.add(name);
        Piece<Step> body = block(depth + 1, true);
        readable.removeLast();
        return new Piece<>(
                "{ let "
                        + name
                        + " : int64 = 0; while ("
                        + name
                        + " < "
                        + turns
                        + ") { "
                        + name
                        + "++; "
                        + body.text
                        + " } }",
                variables -> {
                    variables[index] = 0;
                    while (variables[index] < turns) {
                        variables[index]++;
                        End end = body.meaning.run(variables);
                        if (end == End.BREAK) {
                            break;
                        }
                        if (end == End.RETURN) {
                            return end;
                        }
                    }
                    return End.DONE;
                });
    }

    private Piece<Step> unroll(int depth) {
        int turns = 1 + choices.below(3);
        Piece<Step> body = block(depth + 1, true);
        return new Piece<>(
                "unroll (" + turns + ") " + body.text,
                variables -> {
                    for (int i = 0; i < turns; i++) {
                        End end = body.meaning.run(variables);
                        if (end == End.BREAK) {
                            break;
                        }
                        if (end == End.RETURN) {
                            return end;
                        }
                    }
                    return End.DONE;
                });
    }
}
