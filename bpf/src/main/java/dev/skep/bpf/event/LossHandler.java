package dev.skep.bpf.event;

/** Is told of records for which there was no room. */
@FunctionalInterface
public interface LossHandler {

    /** Takes how many records were lost since the last call. */
    void lost(long records);
}
