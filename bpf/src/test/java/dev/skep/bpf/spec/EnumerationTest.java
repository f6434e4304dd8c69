package dev.skep.bpf.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.bpf.asm.BpfHelper;

import org.junit.jupiter.api.Test;

/** The tables are looked up by position, so a hole or a shift in them would be felt far away. */
class EnumerationTest {

    @Test
    void numbersLeadBackToTheirConstants() {
        for (MapType type : MapType.values()) {
            assertThat(MapType.ofNumber(type.number())).contains(type);
        }
        for (ProgramType type : ProgramType.values()) {
            assertThat(ProgramType.ofNumber(type.number())).contains(type);
        }
        for (AttachType type : AttachType.values()) {
            if (type != AttachType.NONE) {
                assertThat(AttachType.ofNumber(type.number())).contains(type);
            }
        }
        for (BpfHelper helper : BpfHelper.values()) {
            assertThat(BpfHelper.ofNumber(helper.number())).contains(helper);
            assertThat(BpfHelper.ofKernelName(helper.kernelName())).contains(helper);
        }
    }

    @Test
    void numbersOutsideTheTablesAreUnknown() {
        assertThat(MapType.ofNumber(0)).isEmpty();
        assertThat(MapType.ofNumber(1000)).isEmpty();
        assertThat(ProgramType.ofNumber(0)).isEmpty();
        assertThat(ProgramType.ofNumber(1000)).isEmpty();
        assertThat(AttachType.ofNumber(-1)).isEmpty();
        assertThat(AttachType.ofNumber(1000)).isEmpty();
        assertThat(BpfHelper.ofNumber(0)).isEmpty();
        assertThat(BpfHelper.ofNumber(212)).isEmpty();
        assertThat(BpfHelper.ofKernelName("frobnicate")).isEmpty();
    }

    @Test
    void numbersAndNamesAreTheKernels() {
        assertThat(MapType.RINGBUF.number()).isEqualTo(27);
        assertThat(MapType.CGROUP_STORAGE.number()).isEqualTo(19);
        assertThat(MapType.RHASH.number()).isEqualTo(35);
        assertThat(MapType.PERCPU_HASH.kernelName()).isEqualTo("percpu_hash");
        assertThat(MapType.PERCPU_HASH.uapiName()).isEqualTo("BPF_MAP_TYPE_PERCPU_HASH");
        assertThat(ProgramType.NETFILTER.number()).isEqualTo(32);
        assertThat(ProgramType.LSM.uapiName()).isEqualTo("BPF_PROG_TYPE_LSM");
        assertThat(AttachType.TRACE_FSESSION_MULTI.number()).isEqualTo(61);
        assertThat(AttachType.TRACE_FENTRY.uapiName()).isEqualTo("BPF_TRACE_FENTRY");
        assertThat(BpfHelper.MAP_LOOKUP_ELEM.number()).isEqualTo(1);
        assertThat(BpfHelper.CGRP_STORAGE_DELETE.number()).isEqualTo(211);
        assertThat(BpfHelper.RINGBUF_RESERVE.kernelName()).isEqualTo("ringbuf_reserve");
        assertThat(BpfHelper.RINGBUF_RESERVE.since()).isEqualTo("5.8");
    }

    @Test
    void mapTypesSayWhatTheirKeysAndValuesAre() {
        assertThat(MapType.LRU_PERCPU_HASH.perCpu()).isTrue();
        assertThat(MapType.LRU_HASH.perCpu()).isFalse();
        assertThat(MapType.PERCPU_ARRAY.indexed()).isTrue();
        assertThat(MapType.HASH.indexed()).isFalse();
        assertThat(MapType.RINGBUF.keyless()).isTrue();
        assertThat(MapType.STACK_TRACE.keyless()).isFalse();
        assertThat(MapType.HASH_OF_MAPS.holdsMaps()).isTrue();
        assertThat(MapType.STACK_TRACE.takesBtf()).isFalse();
        assertThat(MapType.RINGBUF.takesBtf()).isTrue();
    }
}
