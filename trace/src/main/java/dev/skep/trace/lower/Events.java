package dev.skep.trace.lower;

import dev.skep.bpf.asm.BpfHelper;
import dev.skep.bpf.btf.Layout;
import dev.skep.compiler.ir.AddressSpace;
import dev.skep.compiler.ir.Predicate;
import dev.skep.compiler.ir.Type;
import dev.skep.compiler.ir.Value;
import dev.skep.trace.schema.EventFormat;
import dev.skep.trace.schema.EventSchema;
import dev.skep.trace.schema.Hook;
import dev.skep.trace.syntax.Expression;

import org.jspecify.annotations.Nullable;

/**
 * Records to user space. What finds no room in the ring buffer is counted. An iterator's records go
 * into what is read from it, where there is always room.
 */
final class Events {
    private final Program program;

    Events(Program program) {
        this.program = program;
    }

    /** Sends what a call says by its kind alone. */
    void send(Expression call, EventFormat format) {
        begin(call, format).submit();
    }

    /** Says that something went wrong, and what the helper at fault returned (64 bits). */
    void runtimeError(EventFormat.RuntimeError format, Value result) {
        Event record = begin(program.tables.events().id(format), format.layout());
        program.store(record.bytes().plus(EventFormat.RuntimeError.RESULT_OFFSET), 4, result);
        record.submit();
    }

    /** {@return what an iterator writes to: {@code ctx->meta->seq}} */
    private Value sequence() {
        Type pointer = Type.pointer(AddressSpace.TYPED);
        Value meta = program.code.load(pointer, program.context(), 0);
        return program.code.load(pointer, meta, 0);
    }

    /** Adds 1 to a counter of this CPU. */
    void count(int counter) {
        Value place =
                program.perCpu(
                        ScriptTables.COUNTERS,
                        counter,
                        program.integer(ScriptTables.COUNTER_STRIDE));
        // A program that interrupts this one may count too.
        program.code.atomicAdd(place, 0, program.integer(1));
    }

    /**
     * {@return the record of a call, to be filled and submitted}
     *
     * <p>A small one is built on the stack and copied by one helper. A large one is built in the
     * ring buffer itself: what fills it is left out if there is no room.
     */
    Event begin(Expression call, EventFormat format) {
        return begin(program.tables.events().id(call, format), format.layout());
    }

    /** {@return the record of what ends a script} There is one kind of it. */
    Event begin(EventFormat.Exit format) {
        return begin(program.tables.events().id(format), format.layout());
    }

    private Event begin(int id, Layout.Struct layout) {
        Frame.Mark mark = program.frame.mark();
        Event record;
        boolean iterator = program.attachPoint.hook() instanceof Hook.Iterator;
        if (iterator || layout.size() <= program.tables.onStackLimit()) {
            Place bytes = program.frame.allocate("record", layout.size());
            program.memory.clearPadding(layout, bytes);
            record = new Event(bytes, layout.size(), mark, null);
        } else {
            Value reserved =
                    program.code.call(
                            BpfHelper.RINGBUF_RESERVE,
                            Type.pointer(AddressSpace.RING_BUFFER),
                            program.code.mapAddress(EventSchema.RING_BUFFER),
                            program.integer(layout.size()),
                            program.integer(0));
            Fork fork = Fork.on(program, program.isNotNull(reserved));
            record = new Event(new Place(reserved, 0), layout.size(), mark, fork);
        }
        program.store(record.bytes, 8, program.integer(id));
        return record;
    }

    /** A record on its way. */
    final class Event {
        private final Place bytes;
        private final int size;
        private final Frame.Mark mark;
        private final @Nullable Fork reserved;

        private Event(Place bytes, int size, Frame.Mark mark, @Nullable Fork reserved) {
            this.bytes = bytes;
            this.size = size;
            this.mark = mark;
            this.reserved = reserved;
        }

        /** {@return its bytes, to be written} */
        Place bytes() {
            return bytes;
        }

        /** Sends it. */
        void submit() {
            if (reserved == null) {
                output();
            } else {
                program.code.call(
                        BpfHelper.RINGBUF_SUBMIT,
                        Type.VOID,
                        program.address(bytes),
                        program.integer(0));
                reserved.otherwise();
                count(ScriptTables.LOST_EVENTS);
                reserved.join();
            }
            program.frame.release(mark);
        }

        private void output() {
            if (program.attachPoint.hook() instanceof Hook.Iterator) {
                // If the kernel's buffer is full, it runs the program again with an empty one.
                program.code.call(
                        BpfHelper.SEQ_WRITE,
                        Type.VOID,
                        sequence(),
                        program.address(bytes),
                        program.code.constant(Type.I32, size));
                return;
            }
            Value result =
                    program.code.call(
                            BpfHelper.RINGBUF_OUTPUT,
                            Type.I64,
                            program.code.mapAddress(EventSchema.RING_BUFFER),
                            program.address(bytes),
                            program.integer(size),
                            program.integer(0));
            Fork fork =
                    Fork.on(
                            program,
                            program.code.compare(Predicate.NE, result, program.integer(0)));
            count(ScriptTables.LOST_EVENTS);
            fork.join();
        }
    }
}
