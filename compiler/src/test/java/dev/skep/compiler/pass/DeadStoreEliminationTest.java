package dev.skep.compiler.pass;

import org.junit.jupiter.api.Test;

class DeadStoreEliminationTest {
    private final Rewrites rewrites = Rewrites.by(new DeadStoreElimination());

    @Test
    void ofAFillTheWordsStayThatAreNotOverwrittenWhole() {
        rewrites.turns(
                """
                entry(%x: i64, %y: i32):
                  %key = stack_slot "key", size 32, align 8
                  fill %key + 0, size 28, with 0
                  store %key + 0, %x
                  store %key + 8, %y
                  store %key + 16, %x
                  call void trace_printk(%key, i32 32)
                  return %x
                """,
                """
                entry(%x: i64, %y: i32):
                  %key = stack_slot "key", size 32, align 8
                  fill %key + 8, size 8, with 0
                  fill %key + 24, size 4, with 0
                  store %key + 0, %x
                  store %key + 8, %y
                  store %key + 16, %x
                  call void trace_printk(%key, i32 32)
                  return %x
                """);
    }

    @Test
    void aStoreThatIsOverwrittenGoes() {
        rewrites.turns(
                """
                entry(%x: i64):
                  %a = stack_slot "a", size 16, align 8
                  %b = pointer_add %a, i64 8
                  store %a + 8, %x
                  store %b + 0, i64 1
                  copy %a + 0, %b + 0, size 8
                  fill %a + 0, size 8, with 1
                  call void trace_printk(%a, i32 16)
                  return %x
                """,
                """
                entry(%x: i64):
                  %a = stack_slot "a", size 16, align 8
                  %b = pointer_add %a, i64 8
                  store %b + 0, i64 1
                  fill %a + 0, size 8, with 1
                  call void trace_printk(%a, i32 16)
                  return %x
                """);
    }

    @Test
    void whatTheEndGivesUpGoes() {
        rewrites.turns(
                """
                entry(%x: i64, %c: i1):
                  %a = stack_slot "a", size 8, align 8
                  store %a + 0, %x
                  branch %c, b, d
                b:
                  %r = load i64 %a + 0
                  store %a + 0, i64 1
                  return %r
                d:
                  return i64 0
                """,
                """
                entry(%x: i64, %c: i1):
                  %a = stack_slot "a", size 8, align 8
                  store %a + 0, %x
                  branch %c, b, d
                b:
                  %r = load i64 %a + 0
                  return %r
                d:
                  return i64 0
                """);
    }

    @Test
    void whatIsReadBeforeStays() {
        rewrites.leaves(
                """
                entry(%x: i64):
                  %a = stack_slot "a", size 24, align 8
                  store %a + 0, %x
                  %r = load i8 %a + 7
                  store %a + 8, %x
                  copy %a + 16, %a + 8, size 8
                  atomic_add %a + 16, %x
                  store %a + 0, i64 1
                  store %a + 8, i64 1
                  store %a + 16, i64 1
                  call void trace_printk(%a, i32 16)
                  return %x
                """);
    }

    @Test
    void aHelperMayReadAllOfASlot() {
        rewrites.leaves(
                """
                entry(%x: i64):
                  %a = stack_slot "a", size 16, align 8
                  %b = pointer_add %a, i64 8
                  store %a + 0, %x
                  store %a + 8, %x
                  call void trace_printk(%b, i32 8)
                  store %a + 0, i64 1
                  store %a + 8, i64 1
                  call void trace_printk(%a, i32 16)
                  return %x
                """);
    }

    @Test
    void whatAHelperWritesWholeNeedsNoContentBefore() {
        rewrites.turns(
                """
                entry(%x: i64):
                  %name = stack_slot "name", size 24, align 8
                  fill %name + 0, size 24, with 0
                  call void probe_read_kernel(%name, i32 16, %x)
                  call void trace_printk(%name, i32 24)
                  return %x
                """,
                """
                entry(%x: i64):
                  %name = stack_slot "name", size 24, align 8
                  fill %name + 16, size 8, with 0
                  call void probe_read_kernel(%name, i32 16, %x)
                  call void trace_printk(%name, i32 24)
                  return %x
                """);
    }

    @Test
    void theNameOfATaskMayBeShorterThanItsMemory() {
        rewrites.leaves(
                """
                entry(%x: i64):
                  %name = stack_slot "name", size 16, align 8
                  fill %name + 0, size 16, with 0
                  call void get_current_comm(%name, i32 16)
                  call void trace_printk(%name, i32 16)
                  return %x
                """);
    }

    @Test
    void aHelperMayWantMemoryThatHasAContent() {
        rewrites.leaves(
                """
                entry(%ctx: context*):
                  %stack = stack_slot "stack", size 16, align 8
                  fill %stack + 0, size 16, with 0
                  call void get_stack(%ctx, %stack, i32 16, i64 0)
                  call void trace_printk(%stack, i32 16)
                  return i64 0
                """);
    }

    @Test
    void whatAHelperWritesInPartKeepsItsContent() {
        rewrites.leaves(
                """
                entry(%x: i64):
                  %text = stack_slot "text", size 16, align 8
                  fill %text + 0, size 16, with 0
                  call void probe_read_kernel_str(%text, i32 16, %x)
                  call void trace_printk(%text, i32 16)
                  return %x
                """);
    }

    @Test
    void aSizeThatRunTimeKnowsNeedsMemoryWithAContent() {
        rewrites.leaves(
                """
                entry(%x: i64, %n: i32):
                  %text = stack_slot "text", size 16, align 8
                  fill %text + 0, size 16, with 0
                  %size = and %n, i32 15
                  call void probe_read_kernel(%text, %size, %x)
                  %r = load i64 %text + 0
                  return %r
                """);
    }

    @Test
    void aSlotThatIsReachedOtherwiseIsLeftAlone() {
        rewrites.leaves(
                """
                entry(%x: i64, %c: i1):
                  %a = stack_slot "a", size 16, align 8
                  %b = stack_slot "b", size 16, align 8
                  %p = select %c, %a, %b
                  store %a + 0, %x
                  store %b + 0, %x
                  %r = load i64 %p + 0
                  store %a + 0, i64 1
                  store %b + 0, i64 1
                  return %r
                """);
    }

    @Test
    void otherMemoryIsLeftAlone() {
        rewrites.leaves(
                """
                entry(%p: map_value*):
                  store %p + 0, i64 1
                  store %p + 0, i64 2
                  return i64 0
                """);
    }
}
