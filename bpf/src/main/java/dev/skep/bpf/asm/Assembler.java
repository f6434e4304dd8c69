package dev.skep.bpf.asm;

import dev.skep.bpf.asm.AssemblyLine.Kind;
import dev.skep.bpf.asm.AssemblyLine.Token;
import dev.skep.bpf.asm.AssemblyLine.Unreadable;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads instructions from text in the syntax of LLVM's tools, one a line, and what {@link
 * Disassembler} adds to it.
 *
 * <pre>{@code
 *      if r1 == 0x0 goto out     ; a comment
 *      r1 = map @events ll
 *      call ringbuf_query        // as call ringbuf_query#134, or call 0x86
 * out: r0 = 0
 *      exit
 * }</pre>
 *
 * <p>Labels stand alone or before an instruction; numbers before a colon are slots and are not
 * looked at, nor is what {@code llvm-objdump} puts in angle brackets. Offsets such as {@code goto
 * +0x3} count slots. Instructions know the line they came from.
 */
public final class Assembler {

    /** A line that has been read up to where it goes. */
    private record Pending(
            Instruction instruction, @Nullable Token target, SourcePosition source) {}

    private final String file;
    private final List<Pending> pending = new ArrayList<>();
    private final Map<String, Integer> labels = new HashMap<>();
    private final List<AssemblyException.Problem> problems = new ArrayList<>();
    private int slot;

    private Assembler(String file) {
        this.file = file;
    }

    /**
     * {@return the instructions that {@code text} says}
     *
     * @param file the name of the text for positions and problems
     * @throws AssemblyException if some of it can't be read
     */
    public static Code assemble(String file, String text) {
        Assembler assembler = new Assembler(file);
        int number = 0;
        for (String line : text.lines().toList()) {
            assembler.line(++number, line);
        }
        Code code = assembler.resolve();
        if (!assembler.problems.isEmpty()) {
            throw new AssemblyException(assembler.problems);
        }
        return code;
    }

    private void line(int number, String text) {
        try {
            AssemblyLine line = new AssemblyLine(text);
            while (line.peekSecond().text().equals(":")) {
                label(line.next());
                line.expect(":");
            }
            if (line.atEnd()) {
                return;
            }
            Token first = line.peek();
            StatementReader reader = new StatementReader(line);
            Instruction instruction = reader.statement();
            if (!line.atEnd()) {
                throw line.unexpected("the end of the line");
            }
            SourcePosition source = new SourcePosition(file, number, first.column(), text);
            pending.add(new Pending(instruction, reader.target(), source));
            slot += instruction.slots();
        } catch (Unreadable e) {
            problem(
                    new SourcePosition(file, number, e.column, text),
                    String.valueOf(e.getMessage()));
        }
    }

    private void label(Token token) throws Unreadable {
        if (token.kind() == Kind.NUMBER) {
            return;
        }
        if (token.kind() != Kind.WORD) {
            throw new Unreadable(
                    token.column(), "expected a label before :, found " + token.text());
        }
        if (labels.putIfAbsent(token.text(), slot) != null) {
            throw new Unreadable(token.column(), "label " + token.text() + " is there twice");
        }
    }

    private Code resolve() {
        List<CodeElement> elements = new ArrayList<>(pending.size());
        int next = 0;
        for (Pending line : pending) {
            next += line.instruction.slots();
            Instruction instruction = line.instruction;
            if (line.target != null) {
                try {
                    instruction = resolve(line.instruction, line.target, next);
                } catch (Unreadable e) {
                    SourcePosition at = line.source;
                    problem(
                            new SourcePosition(file, at.line(), e.column, at.text()),
                            String.valueOf(e.getMessage()));
                }
            }
            elements.add(new CodeElement(instruction, line.source));
        }
        return new Code(elements);
    }

    private Instruction resolve(Instruction instruction, Token target, int next) throws Unreadable {
        Integer place = labels.get(target.text());
        if (place != null) {
            if (place == slot) {
                throw new Unreadable(target.column(), "nothing follows label " + target.text());
            }
            try {
                return Branches.withOffset(instruction, place - next);
            } catch (IllegalArgumentException e) {
                throw new Unreadable(
                        target.column(), target.text() + " is too far: " + e.getMessage());
            }
        }
        if (instruction instanceof Instruction.Call) {
            Optional<BpfHelper> helper = BpfHelper.ofKernelName(target.text());
            if (helper.isPresent()) {
                return Instructions.call(helper.get());
            }
            throw new Unreadable(
                    target.column(), "there is no label and no helper " + target.text());
        }
        throw new Unreadable(target.column(), "there is no label " + target.text());
    }

    private void problem(SourcePosition position, String message) {
        problems.add(new AssemblyException.Problem(position, message));
    }
}
