package dev.skep.trace.lower;

import dev.skep.trace.schema.EventFormat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The kinds of records that the programs of a script send; equal kinds share a number. */
final class EventTable {
    private final List<EventFormat> formats = new ArrayList<>();
    private final Map<EventFormat, Integer> ids = new HashMap<>();

    /** {@return the number of a kind of record} */
    int id(EventFormat format) {
        Integer known = ids.putIfAbsent(format, formats.size());
        if (known != null) {
            return known;
        }
        formats.add(format);
        return formats.size() - 1;
    }

    /** {@return the kinds in the order of their numbers} */
    List<EventFormat> formats() {
        return List.copyOf(formats);
    }
}
