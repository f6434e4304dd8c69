package dev.skep.compiler.pass;

import org.junit.jupiter.api.Test;

class CommonSubexpressionsTest {
    private final Rewrites rewrites = Rewrites.by(new CommonSubexpressions());

    @Test
    void whatIsComputedAgainIsTheSameValue() {
        rewrites.turns(
                """
                entry(%x: i64, %y: i64):
                  %a = add %x, %y
                  %b = compare ult %a, i64 7
                  %c = add %x, %y
                  %d = compare ult %c, i64 7
                  %e = and %b, %d
                  %r = zero_extend %e to i64
                  return %r
                """,
                """
                entry(%x: i64, %y: i64):
                  %a = add %x, %y
                  %b = compare ult %a, i64 7
                  %e = and %b, %b
                  %r = zero_extend %e to i64
                  return %r
                """);
    }

    @Test
    void differentOperationsTypesAndOperandsStayApart() {
        rewrites.leaves(
                """
                entry(%x: i64, %y: i32):
                  %a = add %x, i64 1
                  %b = sub %x, i64 1
                  %c = add %x, i64 2
                  %d = zero_extend %y to i64
                  %e = sign_extend %y to i64
                  %f = truncate %x to i32
                  %g = truncate %x to i16
                  %h = compare ult %x, %d
                  %i = compare slt %x, %d
                  %m = map_address "m"
                  %n = map_address "n"
                  %p = map_value_address "m" + 0
                  %q = map_value_address "m" + 8
                  return %a
                """);
    }

    @Test
    void onlyWhatIsComputedOnEveryWayIsThere() {
        rewrites.turns(
                """
                entry(%x: i64, %c: i1):
                  branch %c, a, b
                a:
                  %p = mul %x, i64 3
                  jump join(%p)
                b:
                  %q = mul %x, i64 3
                  %r = mul %x, i64 3
                  %s = add %q, %r
                  jump join(%s)
                join(%t: i64):
                  %u = mul %x, i64 3
                  %v = add %t, %u
                  return %v
                """,
                """
                entry(%x: i64, %c: i1):
                  branch %c, a, b
                a:
                  %p = mul %x, i64 3
                  jump join(%p)
                b:
                  %q = mul %x, i64 3
                  %s = add %q, %q
                  jump join(%s)
                join(%t: i64):
                  %u = mul %x, i64 3
                  %v = add %t, %u
                  return %v
                """);
    }

    @Test
    void whatIsStoredInAMapIsLoadedAgain() {
        rewrites.leaves(
                """
                entry(%p: map_value*, %x: i64):
                  store %p + 0, %x
                  %y = load i64 %p + 0
                  return %y
                """);
    }

    @Test
    void helpersThatAlwaysSayTheSameAreAskedOnce() {
        rewrites.turns(
                """
                entry:
                  %a = call i64 get_current_pid_tgid()
                  %b = call i64 ktime_get_ns()
                  %c = call i64 get_current_pid_tgid()
                  %d = call i64 ktime_get_ns()
                  %e = add %a, %b
                  %f = add %c, %d
                  %g = add %e, %f
                  return %g
                """,
                """
                entry:
                  %a = call i64 get_current_pid_tgid()
                  %b = call i64 ktime_get_ns()
                  %d = call i64 ktime_get_ns()
                  %e = add %a, %b
                  %f = add %a, %d
                  %g = add %e, %f
                  return %g
                """);
    }

    @Test
    void whatWasStoredOrLoadedIsKnown() {
        rewrites.turns(
                """
                entry(%x: i64, %p: map_value*):
                  %a = stack_slot "a", size 16, align 8
                  store %a + 0, %x
                  %b = load i64 %a + 0
                  %c = load i64 %p + 8
                  %n = pointer_add %p, i64 4
                  %d = load i64 %n + 4
                  %e = add %b, %c
                  %f = add %e, %d
                  store %a + 0, %x
                  return %f
                """,
                """
                entry(%x: i64, %p: map_value*):
                  %a = stack_slot "a", size 16, align 8
                  store %a + 0, %x
                  %c = load i64 %p + 8
                  %n = pointer_add %p, i64 4
                  %e = add %x, %c
                  %f = add %e, %c
                  return %f
                """);
    }

    @Test
    void memoryOfAnotherTypeIsReadAgain() {
        rewrites.leaves(
                """
                entry(%p: context*):
                  %a = load i32 %p + 0
                  %b = load i64 %p + 0
                  %c = zero_extend %a to i64
                  %d = add %b, %c
                  return %d
                """);
    }

    @Test
    void writingForgetsWhatItMayMeet() {
        rewrites.leaves(
                """
                entry(%p: map_value*, %q: map_value*, %s: stack*, %x: i64):
                  %a = stack_slot "a", size 16, align 8
                  %b = stack_slot "b", size 16, align 8
                  %c = load i64 %p + 0
                  store %q + 0, %x
                  %d = load i64 %p + 0
                  store %p + 4, i32 1
                  %e = load i64 %p + 0
                  fill %p + 0, size 4, with 0
                  %f = load i64 %p + 0
                  atomic_add %p + 0, %x
                  %g = load i64 %p + 0
                  copy %p + 0, %a + 0, size 8
                  %h = load i64 %p + 0
                  %i = load i64 %s + 0
                  store %b + 0, %s
                  store %a + 0, %a
                  store %s + 0, %x
                  %j = load i64 %s + 8
                  %k = load i64 %a + 0
                  %l = call i64 "other"(%c, %d, %e, %f, %g)
                  %m = call i64 "other"(%h, %i, %j, %k, %l)
                  %n = load i64 %p + 0
                  %o = call i64 "other"(%m, %n, i64 0, i64 0, i64 0)
                  return %o
                """);
    }

    @Test
    void whatCannotMeetIsRemembered() {
        rewrites.turns(
                """
                entry(%p: map_value*, %s: stack*, %x: i64):
                  %a = stack_slot "a", size 16, align 8
                  store %a + 0, %x
                  store %p + 0, i64 1
                  store %s + 0, i64 2
                  store %a + 8, i64 3
                  %b = call i64 probe_read_kernel(%p, i32 8, i64 4096)
                  %c = call i64 "other"(%s)
                  %d = load i64 %a + 0
                  %e = load i64 %s + 0
                  %f = load i64 %p + 0
                  %g = call i64 "sum"(%b, %c, %d, %e, %f)
                  return %g
                """,
                """
                entry(%p: map_value*, %s: stack*, %x: i64):
                  %a = stack_slot "a", size 16, align 8
                  store %a + 0, %x
                  store %p + 0, i64 1
                  store %s + 0, i64 2
                  store %a + 8, i64 3
                  %b = call i64 probe_read_kernel(%p, i32 8, i64 4096)
                  %c = call i64 "other"(%s)
                  %e = load i64 %s + 0
                  %f = load i64 %p + 0
                  %g = call i64 "sum"(%b, %c, %x, %e, %f)
                  return %g
                """);
    }

    @Test
    void helpersForgetTheBytesThatTheyWrite() {
        rewrites.turns(
                """
                entry(%x: i64):
                  %a = stack_slot "a", size 24, align 8
                  store %a + 0, %x
                  store %a + 8, %x
                  store %a + 16, %x
                  %b = pointer_add %a, i64 8
                  call void get_current_comm(%b, i32 8)
                  %c = load i64 %a + 0
                  %d = load i64 %a + 8
                  %e = load i64 %a + 16
                  %f = add %c, %d
                  %g = add %f, %e
                  return %g
                """,
                """
                entry(%x: i64):
                  %a = stack_slot "a", size 24, align 8
                  store %a + 0, %x
                  store %a + 8, %x
                  store %a + 16, %x
                  %b = pointer_add %a, i64 8
                  call void get_current_comm(%b, i32 8)
                  %d = load i64 %a + 8
                  %f = add %x, %d
                  %g = add %f, %x
                  return %g
                """);
    }

    private static final String LOOKUPS =
            """
            entry(%x: i64):
              %k = stack_slot "key", size 8, align 8
              %m = map_address "m"
              store %k + 0, %x
              %a = call map_value* map_lookup_elem(%m, %k)
            BETWEEN
              %b = call map_value* map_lookup_elem(%m, %k)
              %c = compare eq %a, %b
              %r = zero_extend %c to i64
              return %r
            """;

    @Test
    void aKeyIsLookedUpOnce() {
        String between =
                """
                  %n = map_address "n"
                  %o = call map_value* map_lookup_elem(%n, %k)
                  store %k + 0, %x
                  call void ktime_get_ns()
                """;
        rewrites.turns(
                LOOKUPS.replace("BETWEEN\n", between),
                """
                entry(%x: i64):
                  %k = stack_slot "key", size 8, align 8
                  %m = map_address "m"
                  store %k + 0, %x
                  %a = call map_value* map_lookup_elem(%m, %k)
                  %n = map_address "n"
                  %o = call map_value* map_lookup_elem(%n, %k)
                  call void ktime_get_ns()
                  %c = compare eq %a, %a
                  %r = zero_extend %c to i64
                  return %r
                """);
    }

    @Test
    void anotherKeyOrAChangedMapIsLookedUpAgain() {
        for (String between :
                new String[] {
                    "  store %k + 4, i32 1\n",
                    "  call void map_delete_elem(%m, %k)\n",
                    "  call void map_update_elem(%m, %k, %k, i64 0)\n",
                    "  call void get_current_comm(%k, i32 8)\n",
                    "  %z = call i64 \"other\"(i64 0)\n",
                }) {
            rewrites.leaves(LOOKUPS.replace("BETWEEN\n", between));
        }
    }

    @Test
    void waysThatMeetKeepWhatBothKnow() {
        rewrites.turns(
                """
                entry(%p: map_value*):
                  %a = load i64 %p + 0
                  %b = load i64 %p + 8
                  %c = compare ne %a, %b
                  branch %c, then, join
                then:
                  store %p + 8, i64 1
                  jump join
                join:
                  %d = load i64 %p + 0
                  %e = load i64 %p + 8
                  %f = call i64 "sum"(%a, %b, %d, %e)
                  return %f
                """,
                """
                entry(%p: map_value*):
                  %a = load i64 %p + 0
                  %b = load i64 %p + 8
                  %c = compare ne %a, %b
                  branch %c, then, join
                then:
                  store %p + 8, i64 1
                  jump join
                join:
                  %e = load i64 %p + 8
                  %f = call i64 "sum"(%a, %b, %a, %e)
                  return %f
                """);
    }

    @Test
    void aLoopThatWaitsGoesOnLooking() {
        rewrites.leaves(
                """
                entry(%p: map_value*):
                  %a = load i64 %p + 0
                  jump loop
                loop:
                  %b = load i64 %p + 0
                  %c = compare eq %b, %a
                  branch %c, loop, end
                end:
                  return %a
                """);
    }

    /** The one in the table writes nothing, of any other nobody knows. */
    @Test
    void memoryIsKnownBehindFunctionsOfTheKernelThatWriteNone() {
        rewrites.turns(
                """
                entry(%v: map_value*):
                  %a = load i64 %v + 0
                  %t = call typed* kernel "bpf_task_from_pid"(i32 7)
                  %b = load i64 %v + 0
                  %u = call typed* kernel "bpf_task_from_pid"(i32 7)
                  call void kernel "bpf_other"(%v)
                  %c = load i64 %v + 0
                  %d = add %a, %b
                  %e = add %c, %d
                  return %e
                """,
                """
                entry(%v: map_value*):
                  %a = load i64 %v + 0
                  %t = call typed* kernel "bpf_task_from_pid"(i32 7)
                  %u = call typed* kernel "bpf_task_from_pid"(i32 7)
                  call void kernel "bpf_other"(%v)
                  %c = load i64 %v + 0
                  %d = add %a, %a
                  %e = add %c, %d
                  return %e
                """);
    }
}
