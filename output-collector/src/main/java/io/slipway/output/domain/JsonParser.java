package io.slipway.output.domain;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Strict reader of JSON (RFC 8259) that keeps what was written and where.
 *
 * <p>It is stricter than the RFC where two readers could disagree on the meaning: duplicate member names and halves of
 * surrogate pairs are errors. Nesting is limited, so that no input overflows the stack.
 */
final class JsonParser {

    private static final int MAX_DEPTH = 100;
    private static final char END = '\uffff';

    private final String text;
    private int at;
    private int line = 1;
    private int lineStart;

    private JsonParser(String text) {
        this.text = text;
    }

    static Json parse(String text) throws JsonException {
        JsonParser parser = new JsonParser(text);
        parser.skipSpace();
        Json value = parser.value(0);
        parser.skipSpace();
        if (!parser.atEnd()) {
            throw parser.expected("the end of the file");
        }
        return value;
    }

    private Json value(int depth) throws JsonException {
        if (depth > MAX_DEPTH) {
            throw new JsonException(place(), "lists and objects are nested deeper than " + MAX_DEPTH);
        }
        Place place = place();
        char c = peek();
        return switch (c) {
            case '{' -> object(place, depth);
            case '[' -> array(place, depth);
            case '"' -> string();
            case 't' -> literal("true", new Json.BoolValue(place, true));
            case 'f' -> literal("false", new Json.BoolValue(place, false));
            case 'n' -> literal("null", new Json.NullValue(place));
            default -> {
                if (c == '-' || isDigit(c)) {
                    yield number(place);
                }
                throw expected("a JSON value");
            }
        };
    }

    private Json.ObjectValue object(Place place, int depth) throws JsonException {
        at++;
        List<Json.Member> members = new ArrayList<>();
        Set<String> names = new HashSet<>();
        skipSpace();
        if (peek() == '}') {
            at++;
            return new Json.ObjectValue(place, members);
        }
        while (true) {
            if (peek() != '"') {
                throw expected("a name in double quotes" + (members.isEmpty() ? " or '}'" : ""));
            }
            Json.TextValue name = string();
            if (!names.add(name.text())) {
                throw new JsonException(name.place(), "the name " + Names.quoted(name.text()) + " occurs twice");
            }
            skipSpace();
            take(':', "':' after the name " + Names.quoted(name.text()));
            skipSpace();
            members.add(new Json.Member(name, value(depth + 1)));
            skipSpace();
            if (peek() == '}') {
                at++;
                return new Json.ObjectValue(place, members);
            }
            take(',', "',' or '}' after the value of " + Names.quoted(name.text()));
            skipSpace();
        }
    }

    private Json.ArrayValue array(Place place, int depth) throws JsonException {
        at++;
        List<Json> items = new ArrayList<>();
        skipSpace();
        if (peek() == ']') {
            at++;
            return new Json.ArrayValue(place, items);
        }
        while (true) {
            items.add(value(depth + 1));
            skipSpace();
            if (peek() == ']') {
                at++;
                return new Json.ArrayValue(place, items);
            }
            take(',', "',' or ']'");
            skipSpace();
        }
    }

    private Json.TextValue string() throws JsonException {
        Place place = place();
        int start = at++;
        StringBuilder content = new StringBuilder();
        while (true) {
            if (atEnd()) {
                throw new JsonException(place, "the text that begins here has no closing quotation mark");
            }
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                break;
            }
            if (c < ' ') {
                throw new JsonException(
                        place(), "a line break or control character inside a text: write it as \\n or \\u00XX");
            }
            if (c == '\\') {
                content.append(escape());
            } else {
                content.append(c);
                at++;
            }
        }
        requirePairedSurrogates(content, place);
        return new Json.TextValue(place, text.substring(start, at), content.toString());
    }

    private char escape() throws JsonException {
        Place place = place();
        at++;
        char kind = peek();
        at++;
        return switch (kind) {
            case '"', '\\', '/' -> kind;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode(place);
            default -> throw new JsonException(place, "a backslash has to be followed by one of \" \\ / b f n r t u");
        };
    }

    private char unicode(Place place) throws JsonException {
        int code = 0;
        for (int i = 0; i < 4; i++, at++) {
            int digit = atEnd() ? -1 : Character.digit(text.charAt(at), 16);
            if (digit < 0 || text.charAt(at) > 'f') {
                throw new JsonException(place, "\\u has to be followed by four hexadecimal digits");
            }
            code = code * 16 + digit;
        }
        return (char) code;
    }

    private static void requirePairedSurrogates(CharSequence content, Place place) throws JsonException {
        for (int i = 0; i < content.length(); i++) {
            char c = content.charAt(i);
            if (Character.isHighSurrogate(c)
                    && i + 1 < content.length()
                    && Character.isLowSurrogate(content.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw new JsonException(place, "the text that begins here has half of a \\uD8XX\\uDCXX pair");
            }
        }
    }

    private Json.NumberValue number(Place place) throws JsonException {
        int start = at;
        if (peek() == '-') {
            at++;
        }
        if (peek() == '0') {
            at++;
        } else {
            digits();
        }
        if (peek() == '.') {
            at++;
            digits();
        }
        if (peek() == 'e' || peek() == 'E') {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            digits();
        }
        return new Json.NumberValue(place, text.substring(start, at));
    }

    private void digits() throws JsonException {
        if (!isDigit(peek())) {
            throw expected("a digit");
        }
        while (isDigit(peek())) {
            at++;
        }
    }

    private Json literal(String word, Json value) throws JsonException {
        if (!text.startsWith(word, at)) {
            throw expected("a JSON value");
        }
        at += word.length();
        return value;
    }

    private void take(char wanted, String description) throws JsonException {
        if (peek() != wanted) {
            throw expected(description);
        }
        at++;
    }

    private JsonException expected(String what) {
        return new JsonException(place(), "expected " + what + (atEnd() ? " but the file ends" : ""));
    }

    private void skipSpace() {
        for (; !atEnd(); at++) {
            char c = text.charAt(at);
            if (c == '\n' || (c == '\r' && (at + 1 == text.length() || text.charAt(at + 1) != '\n'))) {
                line++;
                lineStart = at + 1;
            } else if (c != ' ' && c != '\t' && c != '\r') {
                return;
            }
        }
    }

    private Place place() {
        return new Place(line, text.codePointCount(lineStart, at) + 1);
    }

    private char peek() {
        return atEnd() ? END : text.charAt(at);
    }

    private boolean atEnd() {
        return at >= text.length();
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
