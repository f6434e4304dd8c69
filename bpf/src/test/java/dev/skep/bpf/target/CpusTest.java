package dev.skep.bpf.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.bpf.MalformedObjectException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CpusTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|1|0",
                "0-1|2|1",
                "0-1,4|3|4",
                "0,2-3,8-11|7|11",
                "0-319|320|319",
                "1-2|2|2"
            })
    void areCountedAsTheKernelListsThem(String list, int count, int max) {
        Cpus cpus = Cpus.parse(list + "\n");
        assertThat(cpus.count()).isEqualTo(count);
        assertThat(cpus.max()).isEqualTo(max);
        assertThat(cpus).hasToString(list);
    }

    /** T8: values per CPU are in the order of possible CPUs, whose numbers may have holes. */
    @Test
    void haveTheirNumbersByIndex() {
        Cpus cpus = Cpus.parse("0,2-3,8");
        assertThat(new int[] {cpus.id(0), cpus.id(1), cpus.id(2), cpus.id(3)})
                .containsExactly(0, 2, 3, 8);
        assertThat(cpus.contains(3)).isTrue();
        assertThat(cpus.contains(1)).isFalse();
        assertThat(cpus.contains(9)).isFalse();
        assertThat(cpus).isEqualTo(Cpus.parse("0,2,3,8")).isNotEqualTo(Cpus.parse("0,2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                "0,",
                "-1",
                "1-",
                "3-1",
                "0-1,1",
                "2,1",
                "a",
                "0;1",
                "0-999999",
                "0-1-2",
                "99999999999"
            })
    void areRefusedIfTheyAreNoList(String list) {
        assertThatThrownBy(() -> Cpus.parse(list))
                .isInstanceOf(MalformedObjectException.class)
                .hasMessageContaining("not a list of CPUs");
    }
}
