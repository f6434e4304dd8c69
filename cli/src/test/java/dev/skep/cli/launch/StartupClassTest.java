package dev.skep.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** A class that was replaced gives the same answers as the one that the compiler made. */
class StartupClassTest {

    sealed interface Shape {
        /** An interface's own switch, which becomes a private method of an interface. */
        default String kind() {
            return switch (this) {
                case Dot _ -> "dot";
                case Line _ -> "line";
                case Group _ -> "group";
            };
        }
    }

    record Dot() implements Shape {}

    record Line(Shape from, int length) implements Shape {}

    record Group(List<Shape> shapes) implements Shape {}

    enum Size {
        SMALL,
        LARGE
    }

    record Everything(
            boolean a,
            byte b,
            char c,
            short d,
            int e,
            long f,
            float g,
            double h,
            String i,
            Object j) {}

    /** One with every form of switch; answers are texts. */
    static final class Switches implements Function<@Nullable Object, String> {
        @Override
        public String apply(@Nullable Object value) {
            return types(value)
                    + guards(value)
                    + nested(value)
                    + mixed(value)
                    + same(value)
                    + loop(value);
        }

        private static String types(@Nullable Object value) {
            return switch (value) {
                case null -> "null ";
                case Integer i -> "int " + i;
                case String s -> "string " + s;
                case Shape shape -> "shape " + shape.kind();
                case int[] ints -> "ints " + ints.length;
                default -> "other ";
            };
        }

        private static String guards(@Nullable Object value) {
            return switch (value) {
                case null -> "null ";
                case Integer i when i > 10 -> "large ";
                case Integer i when i < 0 -> "negative ";
                case Number n -> "number " + n;
                case CharSequence s when s.isEmpty() -> "empty ";
                case CharSequence s -> "text " + s;
                default -> "other ";
            };
        }

        private static String nested(@Nullable Object value) {
            return switch (value) {
                case Line(Line(Dot(), int inner), int outer) when inner == outer ->
                        "twice " + inner;
                case Line(Dot(), int length) -> "from a dot " + length;
                case Line(var from, int _) -> "from " + from.kind();
                case null, default -> "no line ";
            };
        }

        /** Has labels that are no types, and is left to the JDK. */
        private static String mixed(@Nullable Object value) {
            if (!(value instanceof Size size)) {
                return "";
            }
            return switch (size) {
                case SMALL -> "small ";
                case Size other when other.name().length() > 4 -> "large ";
                case Size other -> other.name();
            };
        }

        /** The same labels as {@link #types} in another method. */
        private static String same(@Nullable Object value) {
            return switch (value) {
                case null -> "0";
                case Integer _ -> "1";
                case String _ -> "2";
                case Shape _ -> "3";
                case int[] _ -> "4";
                default -> "5";
            };
        }

        private static String loop(@Nullable Object value) {
            StringBuilder out = new StringBuilder();
            for (Object part : new Object[] {value, 1, "x"}) {
                out.append(
                        part instanceof Line(Shape from, int length) ? from.kind() + length : "-");
            }
            return out.toString();
        }
    }

    /** Compares and hashes records of each kind with themselves and others. */
    static final class Records implements Function<Object, String> {
        private static final Object ARRAY = new Object[0];

        @Override
        public String apply(Object seed) {
            int n = String.valueOf(seed).hashCode();
            Everything one = everything(n);
            Everything same = everything(n);
            StringBuilder out = new StringBuilder();
            out.append(one.equals(same));
            Object nothing = seed instanceof String ? null : "x";
            out.append(one.equals(nothing));
            out.append(one.hashCode() - System.identityHashCode(one.j()));
            for (int i = 0; i < 9; i++) {
                out.append(one.equals(changed(one, i)));
            }
            out.append(
                    new Everything(true, one.b(), 'c', (short) 0, 0, 0, Float.NaN, -0.0, "i", ARRAY)
                            .equals(
                                    new Everything(
                                            true, one.b(), 'c', (short) 0, 0, 0, Float.NaN, -0.0,
                                            "i", ARRAY)));
            out.append(new Dot().equals(new Dot())).append(new Dot().hashCode());
            return out.toString();
        }

        private static Everything everything(int n) {
            return new Everything(
                    n % 2 == 0,
                    (byte) n,
                    (char) n,
                    (short) n,
                    n,
                    n * 31L,
                    n / 7f,
                    n / 3.0,
                    "text" + n,
                    ARRAY);
        }

        private static Everything changed(Everything e, int i) {
            return new Everything(
                    i == 0 ? !e.a() : e.a(),
                    (byte) (i == 1 ? e.b() + 1 : e.b()),
                    (char) (i == 2 ? e.c() + 1 : e.c()),
                    (short) (i == 3 ? e.d() + 1 : e.d()),
                    i == 4 ? e.e() + 1 : e.e(),
                    i == 5 ? e.f() + 1 : e.f(),
                    i == 6 ? e.g() + 100 : e.g(),
                    i == 7 ? e.h() + 100 : e.h(),
                    i == 8 ? e.i() + "x" : e.i(),
                    e.j());
        }
    }

    /** Gives the classes of this test as replaced, and everything else as it is. */
    private static final class Replaced extends ClassLoader {
        Replaced() {
            super(StartupClassTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded != null) {
                    return loaded;
                }
                if (!name.startsWith(StartupClassTest.class.getName() + "$")) {
                    return super.loadClass(name, resolve);
                }
                byte[] bytes = replaced(name);
                return defineClass(name, bytes, 0, bytes.length);
            }
        }
    }

    private static byte[] original(String name) {
        try (InputStream in =
                StartupClassTest.class
                        .getClassLoader()
                        .getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new AssertionError(name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] replaced(String name) {
        return StartupClass.of(
                original(name),
                ClassHierarchyResolver.ofResourceParsing(StartupClassTest.class.getClassLoader()));
    }

    @SuppressWarnings("unchecked")
    private static <T extends @Nullable Object> Function<T, String> replaced(
            Class<? extends Function<T, String>> type) {
        try {
            var constructor = new Replaced().loadClass(type.getName()).getDeclaredConstructor();
            constructor.setAccessible(true);
            return (Function<T, String>) constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("cannot make a " + type, e);
        }
    }

    private static List<String> dynamicCalls(byte[] classFile) {
        List<String> calls = new ArrayList<>();
        for (var method : ClassFile.of().parse(classFile).methods()) {
            method.code()
                    .ifPresent(code ->
                            code.forEach(element -> {
                                if (element instanceof InvokeDynamicInstruction call) {
                                    calls.add(
                                            call.bootstrapMethod().methodName()
                                                    + " "
                                                    + call.name());
                                }
                            }));
        }
        return calls;
    }

    @Test
    void switchesOverTypesAnswerTheSame() {
        Function<@Nullable Object, String> original = new Switches();
        Function<@Nullable Object, String> replaced = replaced(Switches.class);
        for (@Nullable Object value :
                Arrays.asList(
                        null,
                        5,
                        11,
                        -3,
                        7L,
                        "",
                        "text",
                        CharBuffer.wrap("sb"),
                        new int[3],
                        'c',
                        new Object[0])) {
            assertThat(replaced.apply(value)).isEqualTo(original.apply(value));
        }
    }

    @Test
    void recordPatternsAnswerTheSame() {
        // Records of the other loader are other classes: each side makes its own.
        assertThat(onOwnShapes(replaced(Shapes.class))).isEqualTo(onOwnShapes(new Shapes()));
    }

    private static List<String> onOwnShapes(Function<Object, String> shapes) {
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            answers.add(shapes.apply(i));
        }
        assertThat(answers).doesNotHaveDuplicates();
        return answers;
    }

    /** Makes a shape of each kind and switches over it. */
    static final class Shapes implements Function<Object, String> {
        @Override
        public String apply(Object number) {
            Object value =
                    switch ((Integer) number) {
                        case 0 -> new Dot();
                        case 1 -> new Line(new Dot(), 3);
                        case 2 -> new Line(new Line(new Dot(), 4), 4);
                        case 3 -> new Line(new Line(new Dot(), 4), 5);
                        case 4 -> new Group(List.of());
                        case 5 -> Size.SMALL;
                        default -> Size.LARGE;
                    };
            return new Switches().apply(value);
        }
    }

    @Test
    void recordsCompareAndHashTheSame() {
        Function<Object, String> original = new Records();
        Function<Object, String> replaced = replaced(Records.class);
        for (Object seed : List.of(1, 2, -77, "seed", Long.MAX_VALUE)) {
            assertThat(replaced.apply(seed))
                    .isEqualTo(original.apply(seed))
                    .startsWith("truefalse");
        }
    }

    @Test
    void whatCostsAtStartIsGone() {
        assertThat(dynamicCalls(original(Switches.class.getName())))
                .contains("typeSwitch typeSwitch");
        // The switch with an enum's constant among its labels stays.
        assertThat(dynamicCalls(replaced(Switches.class.getName())))
                .filteredOn(call -> call.contains("Switch"))
                .containsExactly("enumSwitch enumSwitch");
        assertThat(dynamicCalls(replaced(Shape.class.getName()))).isEmpty();
        assertThat(dynamicCalls(original(Everything.class.getName())))
                .contains("bootstrap equals", "bootstrap hashCode", "bootstrap toString");
        assertThat(dynamicCalls(replaced(Everything.class.getName())))
                .containsExactly("bootstrap toString");
    }

    @Test
    void equalSwitchesShareAMethod() {
        List<String> methods = new ArrayList<>();
        for (var method : ClassFile.of().parse(replaced(Switches.class.getName())).methods()) {
            if (method.methodName().stringValue().startsWith("typeSwitch$")) {
                methods.add(method.methodName().stringValue());
            }
        }
        assertThat(methods)
                .containsExactly("typeSwitch$0", "typeSwitch$1", "typeSwitch$2", "typeSwitch$3");
    }
}
