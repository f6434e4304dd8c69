package dev.skep.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;

import java.util.List;

class ArgumentParserTest {

    private static final Option QUIET = Option.flag('q', "", "say less");
    private static final Option VERBOSE = Option.flag('v', "verbose", "say more");
    private static final Option PROGRAM = Option.value('e', "", "PROGRAM", "the program");
    private static final Option TARGET = Option.value('\0', "target", "FILE", "a stored target");

    private static final CommandSpec SPEC =
            new CommandSpec(
                    "try",
                    "try things",
                    "FILE",
                    List.of(),
                    List.of(new OptionGroup("Options", List.of(QUIET, VERBOSE, PROGRAM, TARGET))),
                    ExitCode.USAGE,
                    ExitCode.REFUSED);

    private static Arguments parse(String... words) {
        return ArgumentParser.parse(SPEC, words, 0);
    }

    @Test
    void lettersMayBeJoined() {
        Arguments arguments = parse("-qv");
        assertThat(arguments.has(QUIET)).isTrue();
        assertThat(arguments.has(VERBOSE)).isTrue();
        assertThat(arguments.has(PROGRAM)).isFalse();
    }

    @Test
    void argumentsFollowDirectlyOrAsTheNextWord() {
        assertThat(parse("-e", "x").value(PROGRAM)).isEqualTo("x");
        assertThat(parse("-ex").value(PROGRAM)).isEqualTo("x");
        assertThat(parse("-qe", "x").value(PROGRAM)).isEqualTo("x");
        assertThat(parse("--target", "f").value(TARGET)).isEqualTo("f");
        assertThat(parse("--target=f=g").value(TARGET)).isEqualTo("f=g");
        assertThat(parse("--target=").value(TARGET)).isEmpty();
        assertThat(parse("-e", "-q").value(PROGRAM)).isEqualTo("-q");
    }

    @Test
    void operandsMixWithOptions() {
        Arguments arguments = parse("a", "-q", "-", "b");
        assertThat(arguments.operands()).containsExactly("a", "-", "b");
        assertThat(arguments.has(QUIET)).isTrue();
    }

    @Test
    void twoDashesEndTheOptions() {
        Arguments arguments = parse("a", "--", "--name=1", "-q");
        assertThat(arguments.operands()).containsExactly("a");
        assertThat(arguments.trailing()).containsExactly("--name=1", "-q");
        assertThat(arguments.has(QUIET)).isFalse();
    }

    @Test
    void theLastOfRepeatedArgumentsCountsAndAllAreKept() {
        Arguments arguments = parse("-e", "1", "-e", "2");
        assertThat(arguments.value(PROGRAM)).isEqualTo("2");
        assertThat(arguments.values(PROGRAM)).containsExactly("1", "2");
    }

    @Test
    void anUnknownOptionNamesTheNearest() {
        UsageException e = catchThrowableOfType(UsageException.class, () -> parse("--verbos"));
        assertThat(e).hasMessage("unknown option --verbos");
        assertThat(e.hints()).containsExactly("did you mean --verbose?");
    }

    @Test
    void whatIsNearNothingGetsNoGuess() {
        UsageException e = catchThrowableOfType(UsageException.class, () -> parse("--zz"));
        assertThat(e.hints()).isEmpty();
        assertThatThrownBy(() -> parse("-x")).hasMessage("unknown option -x");
        assertThat(parse("--").operands()).isEmpty();
    }

    @Test
    void missingAndUnwantedArgumentsAreErrors() {
        assertThatThrownBy(() -> parse("-e"))
                .hasMessage("option -e needs an argument: PROGRAM, the program");
        assertThatThrownBy(() -> parse("--target"))
                .hasMessage("option --target needs an argument: FILE, a stored target");
        assertThatThrownBy(() -> parse("--verbose=1"))
                .hasMessage("option --verbose takes no argument");
    }
}
