package dev.skep.bpf.elf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.testkit.Choices;
import dev.skep.bpf.testkit.Generator;
import dev.skep.bpf.testkit.Property;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

class AddressTableTest {
    private record Entry(long address, int number) {}

    /** Few different addresses, so that some are equal; of both halves of the unsigned range. */
    private static final Generator<Long> ADDRESS =
            choices -> choices.flip() ? choices.any64() : (long) choices.below(20);

    @Test
    void sortsStablyAndFindsTheFloor() {
        Generator<List<Long>> lists = AddressTableTest::addresses;
        Property.forAll(
                lists,
                addresses -> {
                    List<Entry> expected = new ArrayList<>();
                    long[] unsorted = new long[addresses.size() + 3]; // room left over
                    int[] numbers = new int[unsorted.length];
                    for (int i = 0; i < addresses.size(); i++) {
                        expected.add(new Entry(addresses.get(i), i));
                        unsorted[i] = addresses.get(i);
                        numbers[i] = i;
                    }
                    expected.sort(
                            Comparator.comparing(Entry::address, Long::compareUnsigned)
                                    .thenComparingInt(Entry::number));
                    AddressTable table = AddressTable.of(unsorted, numbers, addresses.size());
                    List<Entry> sorted = new ArrayList<>();
                    for (int i = 0; i < table.size(); i++) {
                        sorted.add(new Entry(table.address(i), table.number(i)));
                    }
                    assertThat(sorted).isEqualTo(expected);
                    for (long wanted : new long[] {0, 1, 10, Long.MAX_VALUE, Long.MIN_VALUE, -1}) {
                        int floor = -1;
                        for (int i = 0; i < sorted.size(); i++) {
                            floor =
                                    Long.compareUnsigned(sorted.get(i).address, wanted) <= 0
                                            ? i
                                            : floor;
                        }
                        assertThat(table.floor(wanted)).isEqualTo(floor);
                    }
                });
    }

    /** Half of them begin with a long ascending run, as tables of symbols do. */
    private static List<Long> addresses(Choices choices) {
        List<Long> addresses = new ArrayList<>(ADDRESS.list(40).generate(choices));
        if (choices.flip()) {
            addresses.sort(Long::compareUnsigned);
            addresses.addAll(ADDRESS.list(10).generate(choices));
        }
        return addresses;
    }
}
