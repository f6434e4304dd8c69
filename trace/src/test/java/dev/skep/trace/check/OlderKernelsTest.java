package dev.skep.trace.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.testkit.StoredTargets;
import dev.skep.trace.syntax.SourceText;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/** What needs a newer kernel than Linux 5.10 says which. */
class OlderKernelsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "begin { for $i : 0..100 { print($i); } } |",
                "begin { $n = 5; for $i : 0..$n { print($i); } } | 1:17-46: ERROR: a for loop from or"
                        + " to what is not known at compile time needs Linux 5.17 (bpf_loop)",
                "begin { @m[1] = 1; for $kv : @m { } } | 1:20-36: ERROR: a for loop over a map needs"
                        + " Linux 5.13 (bpf_for_each_map_elem)",
                "begin { @c = count(); print((int64)@c); } | 1:36-38: ERROR: reading a value of type"
                        + " count_t needs Linux 5.19 (bpf_map_lookup_percpu_elem)",
            })
    void itSaysSo(String script, String problem) {
        var source = new SourceText("stdin", script);
        ScriptChecker.Result result =
                ScriptChecker.analyse(source, StoredTargets.linux510(), CheckOptions.DEFAULT);

        assertThat(ProblemText.lines(source, result.problems()))
                .filteredOn(line -> !line.startsWith("HINT"))
                .isEqualTo(problem == null ? List.of() : List.of(problem));
    }
}
