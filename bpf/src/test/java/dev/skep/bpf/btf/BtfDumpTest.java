package dev.skep.bpf.btf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BtfDumpTest {

    @Test
    void printsEveryKind() {
        StringBuilder text = new StringBuilder();
        BtfDump dump = new BtfDump(Fixtures.btf(Fixtures.bytes(Fixtures.EVERY_KIND)), text);
        for (int id = 1; id <= Fixtures.EVERY_KIND.size(); id++) {
            dump.raw(id);
        }
        assertThat(text.toString()).isEqualTo(EXPECTED);
    }

    /** What bpftool 7.1 prints; {@link BtfPeerTest} asks the one of this machine. */
    private static final String EXPECTED =
            """
            [1] INT 'int' size=4 bits_offset=0 nr_bits=32 encoding=SIGNED
            [2] INT '_Bool' size=1 bits_offset=0 nr_bits=8 encoding=BOOL
            [3] INT 'bit field of an old compiler' size=4 bits_offset=3 nr_bits=5 encoding=(none)
            [4] PTR '(anon)' type_id=7
            [5] PTR '(anon)' type_id=0
            [6] ARRAY '(anon)' type_id=1 index_type_id=1 nr_elems=16
            [7] STRUCT 'outer' size=80 vlen=5
            \t'first' type_id=1 bits_offset=0
            \t'low' type_id=1 bits_offset=32 bitfield_size=3
            \t'high' type_id=1 bits_offset=35 bitfield_size=29
            \t'(anon)' type_id=8 bits_offset=64
            \t'next' type_id=4 bits_offset=128
            [8] UNION '(anon)' size=8 vlen=2
            \t'number' type_id=1 bits_offset=0
            \t'pointer' type_id=5 bits_offset=0
            [9] ENUM 'plain' encoding=UNSIGNED size=4 vlen=2
            \t'ZERO' val=0
            \t'TOP' val=4294967295
            [10] ENUM 'signed' encoding=SIGNED size=4 vlen=1
            \t'MINUS' val=-1
            [11] FWD 'elsewhere' fwd_kind=struct
            [12] FWD 'elsewhere_union' fwd_kind=union
            [13] TYPEDEF 'number_t' type_id=14
            [14] VOLATILE '(anon)' type_id=15
            [15] CONST '(anon)' type_id=1
            [16] RESTRICT '(anon)' type_id=4
            [17] FUNC_PROTO '(anon)' ret_type_id=1 vlen=2
            \t'a' type_id=4
            \t'(anon)' type_id=0
            [18] FUNC_PROTO '(anon)' ret_type_id=0 vlen=0
            [19] FUNC 'function' type_id=17 linkage=global
            [20] FUNC 'kfunc' type_id=18 linkage=extern
            [21] VAR 'variable' type_id=6, linkage=static
            [22] DATASEC '.data' size=64 vlen=1
            \ttype_id=21 offset=0 size=64 (VAR 'variable')
            [23] FLOAT 'double' size=8
            [24] DECL_TAG 'tag of a member' type_id=7 component_idx=1
            [25] DECL_TAG 'tag of all' type_id=7 component_idx=-1
            [26] TYPE_TAG 'user' type_id=1
            [27] TYPE_TAG 'preserve_access_index' type_id=7
            [28] ENUM64 'large' encoding=UNSIGNED size=8 vlen=2
            \t'MANY' val=18446744073709551615ULL
            \t'SOME' val=1099511627776ULL
            [29] ENUM64 'large_signed' encoding=SIGNED size=8 vlen=1
            \t'LEAST' val=-9223372036854775808LL
            [30] STRUCT '(anon)' size=0 vlen=0
            """;
}
