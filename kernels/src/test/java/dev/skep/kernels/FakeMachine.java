package dev.skep.kernels;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A machine that boots nothing: it prints what it is told to, and waits where it reads "hang". */
final class FakeMachine {

    private FakeMachine() {}

    public static void main(String[] lines) throws InterruptedException {
        for (String line : lines) {
            if (line.equals("hang")) {
                Thread.sleep(Long.MAX_VALUE);
            }
            System.out.println(line);
        }
    }

    /** {@return a command that starts one} */
    static List<String> command(List<String> lines) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xshare:auto");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(FakeMachine.class.getName());
        command.addAll(lines);
        return command;
    }
}
