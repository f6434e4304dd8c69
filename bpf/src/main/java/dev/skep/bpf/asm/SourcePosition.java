package dev.skep.bpf.asm;

/**
 * Where an instruction came from. It becomes a BTF line record, so that the kernel's log and ours
 * can point at the text a person wrote.
 *
 * @param file the file's name as the user gave it; {@code stdin} for text from the command line
 * @param line the line, from 1
 * @param column the column, from 1
 * @param text the whole source line, without its line end
 */
public record SourcePosition(String file, int line, int column, String text) {

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
