package dev.skep.cli;

import java.util.List;

/** Options that belong together, under a title in help. */
record OptionGroup(String title, List<Option> options) {
    OptionGroup {
        options = List.copyOf(options);
    }
}
