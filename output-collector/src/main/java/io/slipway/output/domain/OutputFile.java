package io.slipway.output.domain;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The file in which a lifecycle job leaves its output variables:
 *
 * <pre>{"NAME": {"sensitive": false, "value": "text"}}</pre>
 *
 * <p>UTF-8 (a byte order mark is skipped), at most {@link #MAX_BYTES}. A text is taken as it is, numbers and booleans as
 * they are written, lists and objects as their JSON without white space. A missing {@code sensitive} means true. Further
 * members of an entry are ignored, so that {@code terraform output -json} can be written to the file as it is. Everything
 * else is an error, {@code null} included: a variable that is there without a value would surprise a later service. So
 * are values that no process can be given: with a NUL character, or longer than the 128 KiB that Linux takes for one
 * environment variable.
 *
 * <p>Messages name the variable and the place, never a value.
 */
public final class OutputFile {

    /** Largest file, in bytes. */
    public static final int MAX_BYTES = 1 << 20;

    /** Linux takes 128 KiB for {@code NAME=value} and its end; the prefixed name takes its part. */
    static final int MAX_VALUE_BYTES = (1 << 17) - 512;

    private static final int MAX_PROBLEMS = 5;

    private OutputFile() {}

    /** What became of a file's content. */
    public sealed interface Parsed {

        /** All outputs, in the file's order. */
        record Valid(List<Output> outputs) implements Parsed {
            public Valid {
                outputs = List.copyOf(outputs);
            }
        }

        /**
         * The file is not as it must be.
         *
         * @param reason what is wrong and where, for the person who wrote the job
         */
        record Invalid(String reason) implements Parsed {}
    }

    /** Reads {@code content}. */
    public static Parsed parse(byte[] content) {
        if (content.length > MAX_BYTES) {
            return new Parsed.Invalid(tooLarge(content.length));
        }
        try {
            String text = decode(content);
            if (text.isBlank()) {
                return new Parsed.Invalid("the file is empty: write {} if there are no outputs");
            }
            return outputs(JsonParser.parse(text));
        } catch (JsonException e) {
            return new Parsed.Invalid(
                    e.getMessage() == null
                            ? "the file is not valid JSON"
                            : "the file is not valid JSON: " + e.getMessage());
        } catch (CharacterCodingException _) {
            return new Parsed.Invalid("the file is not UTF-8 text" + placeOfMalformed(content));
        }
    }

    /** The reason for a file of {@code bytes} bytes, more than allowed. */
    public static String tooLarge(long bytes) {
        return String.format(
                Locale.ROOT,
                "the file has %d bytes (%.2f MiB); at most %d bytes (1 MiB) are allowed",
                bytes,
                bytes / (double) MAX_BYTES,
                MAX_BYTES);
    }

    private static Parsed outputs(Json root) {
        if (!(root instanceof Json.ObjectValue file)) {
            return new Parsed.Invalid("the file has to hold an object {\"NAME\": {\"value\": …}, …}, but holds "
                    + root.kind() + " (" + root.place() + ")");
        }
        List<Output> outputs = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Json.Member member : file.members()) {
            String name = member.name().text();
            Optional<String> badName = Names.problem(name);
            if (badName.isPresent()) {
                problems.add("output " + Names.quoted(name) + ": " + badName.get() + " ("
                        + member.name().place() + ")");
                continue;
            }
            switch (entry(name, member.value())) {
                case Entry.Good(Output output) -> outputs.add(output);
                case Entry.Bad(String reason, Place place) ->
                    problems.add("output " + Names.quoted(name) + ": " + reason + " (" + place + ")");
            }
        }
        return problems.isEmpty() ? new Parsed.Valid(outputs) : new Parsed.Invalid(summary(problems));
    }

    private sealed interface Entry {
        record Good(Output output) implements Entry {}

        record Bad(String reason, Place place) implements Entry {}
    }

    private static Entry entry(String name, Json json) {
        if (!(json instanceof Json.ObjectValue entry)) {
            return new Entry.Bad(
                    "expected an object {\"value\": …, \"sensitive\": …} but found " + json.kind(), json.place());
        }
        boolean sensitive = true;
        Json value = null;
        for (Json.Member member : entry.members()) {
            switch (member.name().text()) {
                case "value" -> value = member.value();
                case "sensitive" -> {
                    if (!(member.value() instanceof Json.BoolValue bool)) {
                        return new Entry.Bad(
                                "$." + name + ".sensitive has to be true or false, but is "
                                        + member.value().kind(),
                                member.value().place());
                    }
                    sensitive = bool.value();
                }
                default -> {
                    // Terraform adds "type"; further members are of no meaning here.
                }
            }
        }
        if (value == null) {
            return new Entry.Bad("it has no member \"value\"", entry.place());
        }
        return checked(name, sensitive, value);
    }

    private static Entry checked(String name, boolean sensitive, Json value) {
        String path = "$." + name + ".value";
        if (value instanceof Json.NullValue) {
            return new Entry.Bad(
                    path + " is null: write \"\" for an empty text, or leave the output out", value.place());
        }
        String text = value instanceof Json.TextValue string ? string.text() : value.compact();
        if (text.indexOf('\0') >= 0) {
            return new Entry.Bad(
                    path + " has a NUL character (\\u0000), which no environment variable can hold", value.place());
        }
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_VALUE_BYTES) {
            return new Entry.Bad(
                    path + " has " + bytes + " bytes; a process can be given at most " + MAX_VALUE_BYTES
                            + " in one environment variable",
                    value.place());
        }
        return new Entry.Good(new Output(name, sensitive, text));
    }

    private static String summary(List<String> problems) {
        if (problems.size() == 1) {
            return problems.getFirst();
        }
        int shown = Math.min(problems.size(), MAX_PROBLEMS);
        String rest = shown < problems.size() ? "; and " + (problems.size() - shown) + " more" : "";
        return problems.size() + " problems: " + String.join("; ", problems.subList(0, shown)) + rest;
    }

    private static String decode(byte[] content) throws CharacterCodingException {
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(content))
                .toString();
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static String placeOfMalformed(byte[] content) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(content);
        CharBuffer out = CharBuffer.allocate(content.length + 1);
        CoderResult result = decoder.decode(in, out, true);
        String before = out.flip().toString();
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        int column = before.length() - before.lastIndexOf('\n');
        String hint = in.position() == 0 && content.length > 1 && (content[0] & 0xff) >= 0xfe
                ? " (it looks like UTF-16)"
                : "";
        return result.isError() ? " at " + new Place(line, column) + ", byte " + in.position() + hint : hint;
    }
}
