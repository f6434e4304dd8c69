package dev.skep.symbols.cpp;

import org.jspecify.annotations.Nullable;

/** The operators by their two letters (section 5.1.3.1). */
final class CppOperators {
    private CppOperators() {}

    /** {@return how it is written, or null if the letters are none} */
    static @Nullable String text(String letters) {
        return switch (letters) {
            case "nw" -> " new";
            case "na" -> " new[]";
            case "dl" -> " delete";
            case "da" -> " delete[]";
            case "aw" -> " co_await";
            case "ps", "pl" -> "+";
            case "ng", "mi" -> "-";
            case "ad", "an" -> "&";
            case "de", "ml" -> "*";
            case "co" -> "~";
            case "dv" -> "/";
            case "rm" -> "%";
            case "or" -> "|";
            case "eo" -> "^";
            case "aS" -> "=";
            case "pL" -> "+=";
            case "mI" -> "-=";
            case "mL" -> "*=";
            case "dV" -> "/=";
            case "rM" -> "%=";
            case "aN" -> "&=";
            case "oR" -> "|=";
            case "eO" -> "^=";
            case "ls" -> "<<";
            case "rs" -> ">>";
            case "lS" -> "<<=";
            case "rS" -> ">>=";
            case "eq" -> "==";
            case "ne" -> "!=";
            case "lt" -> "<";
            case "gt" -> ">";
            case "le" -> "<=";
            case "ge" -> ">=";
            case "ss" -> "<=>";
            case "nt" -> "!";
            case "aa" -> "&&";
            case "oo" -> "||";
            case "pp" -> "++";
            case "mm" -> "--";
            case "cm" -> ",";
            case "pm" -> "->*";
            case "pt" -> "->";
            case "cl" -> "()";
            case "ix" -> "[]";
            case "qu" -> "?";
            default -> null;
        };
    }

    /** {@return the template that a short name of the standard library stands for} */
    static String inFull(String name) {
        return switch (name) {
            case "std::string" ->
                    "std::basic_string<char, std::char_traits<char>, std::allocator<char> >";
            case "std::istream" -> "std::basic_istream<char, std::char_traits<char> >";
            case "std::ostream" -> "std::basic_ostream<char, std::char_traits<char> >";
            case "std::iostream" -> "std::basic_iostream<char, std::char_traits<char> >";
            default -> name;
        };
    }

    /** {@return the type of one letter, or null if it is none} */
    static @Nullable String builtin(char letter) {
        return switch (letter) {
            case 'v' -> "void";
            case 'w' -> "wchar_t";
            case 'b' -> "bool";
            case 'c' -> "char";
            case 'a' -> "signed char";
            case 'h' -> "unsigned char";
            case 's' -> "short";
            case 't' -> "unsigned short";
            case 'i' -> "int";
            case 'j' -> "unsigned int";
            case 'l' -> "long";
            case 'm' -> "unsigned long";
            case 'x' -> "long long";
            case 'y' -> "unsigned long long";
            case 'n' -> "__int128";
            case 'o' -> "unsigned __int128";
            case 'f' -> "float";
            case 'd' -> "double";
            case 'e' -> "long double";
            case 'g' -> "__float128";
            case 'z' -> "...";
            default -> null;
        };
    }

    /** {@return the type of a D and one letter, or null if it is none} */
    static @Nullable String extended(char letter) {
        return switch (letter) {
            case 'n' -> "decltype(nullptr)";
            case 'a' -> "auto";
            case 'c' -> "decltype(auto)";
            case 'i' -> "char32_t";
            case 's' -> "char16_t";
            case 'u' -> "char8_t";
            case 'f' -> "decimal32";
            case 'd' -> "decimal64";
            case 'e' -> "decimal128";
            case 'h' -> "half";
            default -> null;
        };
    }
}
