package dev.skep.sys;

/**
 * Where the fields of {@code union bpf_attr} lie, in bytes, for each command that Skep gives (uapi
 * {@code bpf.h}; checked against the running kernel's BTF by a test). Sizes reach through the last
 * field that is used: older kernels refuse a longer attribute only if its tail is not zero.
 */
final class BpfAttributeLayout {

    private BpfAttributeLayout() {}

    static final int NAME_LENGTH = 16;

    /** Numbers of {@code enum bpf_cmd}. */
    static final class Command {
        static final int MAP_CREATE = 0;
        static final int MAP_LOOKUP_ELEM = 1;
        static final int MAP_UPDATE_ELEM = 2;
        static final int MAP_DELETE_ELEM = 3;
        static final int MAP_GET_NEXT_KEY = 4;
        static final int PROG_LOAD = 5;
        static final int PROG_TEST_RUN = 10;
        static final int PROG_GET_NEXT_ID = 11;
        static final int MAP_GET_NEXT_ID = 12;
        static final int PROG_GET_FD_BY_ID = 13;
        static final int MAP_GET_FD_BY_ID = 14;
        static final int OBJ_GET_INFO_BY_FD = 15;
        static final int RAW_TRACEPOINT_OPEN = 17;
        static final int BTF_LOAD = 18;
        static final int BTF_GET_FD_BY_ID = 19;
        static final int MAP_LOOKUP_AND_DELETE_ELEM = 21;
        static final int MAP_FREEZE = 22;
        static final int BTF_GET_NEXT_ID = 23;
        static final int MAP_LOOKUP_BATCH = 24;
        static final int MAP_LOOKUP_AND_DELETE_BATCH = 25;
        static final int LINK_CREATE = 28;
        static final int LINK_GET_FD_BY_ID = 30;
        static final int LINK_GET_NEXT_ID = 31;
        static final int ENABLE_STATS = 32;
        static final int ITER_CREATE = 33;

        private Command() {}
    }

    /** BPF_MAP_CREATE. */
    static final class MapCreate {
        static final int TYPE = 0;
        static final int KEY_SIZE = 4;
        static final int VALUE_SIZE = 8;
        static final int MAX_ENTRIES = 12;
        static final int FLAGS = 16;
        static final int INNER_MAP_FD = 20;
        static final int NAME = 28;
        static final int BTF_FD = 48;
        static final int KEY_TYPE = 52;
        static final int VALUE_TYPE = 56;
        static final int KERNEL_VALUE_TYPE = 60;
        static final int EXTRA = 64;

        /** Without {@link #EXTRA}, which kernels before 5.16 do not have. */
        static final int SIZE = 64;

        static final int SIZE_WITH_EXTRA = 72;

        private MapCreate() {}
    }

    /** BPF_MAP_*_ELEM, BPF_MAP_GET_NEXT_KEY, BPF_MAP_FREEZE. */
    static final class MapElement {
        static final int MAP_FD = 0;
        static final int KEY = 8;
        static final int VALUE = 16;
        static final int FLAGS = 24;
        static final int SIZE = 32;
        static final int FREEZE_SIZE = 4;

        private MapElement() {}
    }

    /** BPF_MAP_*_BATCH. */
    static final class MapBatch {
        static final int CURSOR_IN = 0;
        static final int CURSOR_OUT = 8;
        static final int KEYS = 16;
        static final int VALUES = 24;
        static final int COUNT = 32;
        static final int MAP_FD = 36;
        static final int SIZE = 56;

        private MapBatch() {}
    }

    /** BPF_PROG_LOAD. */
    static final class ProgramLoad {
        static final int TYPE = 0;
        static final int INSTRUCTION_COUNT = 4;
        static final int INSTRUCTIONS = 8;
        static final int LICENSE = 16;
        static final int LOG_LEVEL = 24;
        static final int LOG_SIZE = 28;
        static final int LOG_BUFFER = 32;
        static final int KERNEL_VERSION = 40;
        static final int FLAGS = 44;
        static final int NAME = 48;
        static final int EXPECTED_ATTACH_TYPE = 68;
        static final int BTF_FD = 72;
        static final int FUNCTION_INFO_RECORD_SIZE = 76;
        static final int FUNCTION_INFO = 80;
        static final int FUNCTION_INFO_COUNT = 88;
        static final int LINE_INFO_RECORD_SIZE = 92;
        static final int LINE_INFO = 96;
        static final int LINE_INFO_COUNT = 104;
        static final int ATTACH_BTF_ID = 108;
        static final int ATTACH_FD = 112;
        static final int DESCRIPTORS = 120;
        static final int SIZE = 128;

        static final int FUNCTION_INFO_BYTES = 8;
        static final int LINE_INFO_BYTES = 16;
        static final int INSTRUCTION_BYTES = 8;

        private ProgramLoad() {}
    }

    /** BPF_PROG_TEST_RUN. */
    static final class TestRun {
        static final int PROGRAM_FD = 0;
        static final int RETURN_VALUE = 4;
        static final int PACKET_SIZE_IN = 8;
        static final int PACKET_IN = 16;
        static final int REPEAT = 32;
        static final int DURATION = 36;
        static final int CONTEXT_SIZE_IN = 40;
        static final int CONTEXT_IN = 48;
        static final int FLAGS = 64;
        static final int CPU = 68;
        static final int SIZE = 72;

        /** BPF_F_TEST_RUN_ON_CPU. */
        static final int ON_CPU = 1;

        private TestRun() {}
    }

    /** BPF_BTF_LOAD. */
    static final class BtfLoad {
        static final int BTF = 0;
        static final int LOG_BUFFER = 8;
        static final int BTF_SIZE = 16;
        static final int LOG_SIZE = 20;
        static final int LOG_LEVEL = 24;
        static final int SIZE = 28;

        private BtfLoad() {}
    }

    /** BPF_ITER_CREATE. */
    static final class IteratorCreate {
        static final int LINK_FD = 0;
        static final int SIZE = 8;

        private IteratorCreate() {}
    }

    /** BPF_*_GET_NEXT_ID, BPF_*_GET_FD_BY_ID. */
    static final class Ids {
        static final int ID = 0;
        static final int NEXT_ID = 4;
        static final int NEXT_SIZE = 8;
        static final int OPEN_SIZE = 4;

        private Ids() {}
    }

    /** BPF_ENABLE_STATS. */
    static final class EnableStatistics {
        static final int TYPE = 0;
        static final int SIZE = 4;

        /** BPF_STATS_RUN_TIME. */
        static final int RUN_TIME = 0;

        private EnableStatistics() {}
    }

    /** BPF_RAW_TRACEPOINT_OPEN. */
    static final class RawTracepointOpen {
        static final int NAME = 0;
        static final int PROGRAM_FD = 8;
        static final int SIZE = 16;

        private RawTracepointOpen() {}
    }

    /** BPF_OBJ_GET_INFO_BY_FD. */
    static final class ObjectInfo {
        static final int FD = 0;
        static final int INFO_LENGTH = 4;
        static final int INFO = 8;
        static final int SIZE = 16;

        private ObjectInfo() {}
    }
}
