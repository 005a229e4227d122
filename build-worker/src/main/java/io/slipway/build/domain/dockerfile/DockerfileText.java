package io.slipway.build.domain.dockerfile;

import io.slipway.build.domain.dockerfile.Dockerfile.Syntax;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits a Dockerfile into instructions: parser directives at the top, continued lines, comments and empty lines between
 * them, here-documents.
 */
final class DockerfileText {

    private static final Pattern DIRECTIVE = Pattern.compile("#\\s*([A-Za-z][A-Za-z0-9]*)\\s*=\\s*(.+?)\\s*");
    private static final Pattern HERE_DOCUMENT = Pattern.compile("\\d*<<-?([\"']?)([A-Za-z_][A-Za-z0-9_.]*)\\1");

    private final List<String> lines;
    private final List<Instruction> instructions = new ArrayList<>();
    private Optional<Syntax> syntax = Optional.empty();
    private char escape = '\\';
    private int next;

    private DockerfileText(List<String> lines) {
        this.lines = lines;
    }

    static DockerfileText read(String text) {
        String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
        DockerfileText file = new DockerfileText(content.lines().toList());
        file.readDirectives();
        file.readInstructions();
        return file;
    }

    List<Instruction> instructions() {
        return instructions;
    }

    Optional<Syntax> syntax() {
        return syntax;
    }

    private void readDirectives() {
        for (int i = 0; i < lines.size(); i++) {
            Matcher directive = DIRECTIVE.matcher(lines.get(i).strip());
            if (!directive.matches()) {
                return;
            }
            switch (directive.group(1).toLowerCase(Locale.ROOT)) {
                case "syntax" -> syntax = Optional.of(new Syntax(i + 1, directive.group(2)));
                case "escape" -> escape = directive.group(2).charAt(0);
                case "check" -> {
                    // Lint settings of BuildKit: no effect on what is built.
                }
                default -> {
                    return;
                }
            }
        }
    }

    private void readInstructions() {
        while (next < lines.size()) {
            String line = lines.get(next).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                next++;
                continue;
            }
            int begin = next + 1;
            instructions.add(instruction(begin, joined()));
        }
    }

    /** The instruction that begins at {@link #next} with the lines that continue it. */
    private String joined() {
        StringBuilder all = new StringBuilder();
        boolean continues = true;
        while (continues && next < lines.size()) {
            String line = lines.get(next++);
            String stripped = line.strip();
            if (!all.isEmpty() && (stripped.isEmpty() || stripped.startsWith("#"))) {
                continue;
            }
            String end = line.stripTrailing();
            continues = !end.isEmpty() && end.charAt(end.length() - 1) == escape;
            all.append(continues ? end.substring(0, end.length() - 1) : line);
        }
        return all.toString().strip();
    }

    private Instruction instruction(int line, String text) {
        String[] parts = text.split("\\s+", 2);
        String keyword = parts[0].toUpperCase(Locale.ROOT);
        String arguments = parts.length > 1 ? parts[1] : "";
        Instruction instruction = new Instruction(line, keyword, arguments, words(arguments));
        skipHereDocuments(instruction);
        return instruction;
    }

    private void skipHereDocuments(Instruction instruction) {
        for (String terminator : hereDocuments(instruction)) {
            int end = next;
            while (end < lines.size() && !lines.get(end).strip().equals(terminator)) {
                end++;
            }
            // Without an end it is a shell's here-document on one line, or a mistake that the builder explains.
            if (end < lines.size()) {
                next = end + 1;
            }
        }
    }

    /** Terminators of the here-documents that {@code instruction} begins. */
    static List<String> hereDocuments(Instruction instruction) {
        return switch (instruction.keyword()) {
            case "RUN", "COPY", "ADD" ->
                instruction.words().stream()
                        .map(HERE_DOCUMENT::matcher)
                        .filter(Matcher::matches)
                        .map(matcher -> matcher.group(2))
                        .toList();
            default -> List.of();
        };
    }

    private List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == escape && quote != '\'' && i + 1 < text.length()) {
                word.append(c).append(text.charAt(++i));
            } else if (quote == 0 && Character.isWhitespace(c)) {
                flush(word, words);
            } else {
                if (c == quote) {
                    quote = 0;
                } else if (quote == 0 && (c == '"' || c == '\'')) {
                    quote = c;
                }
                word.append(c);
            }
        }
        flush(word, words);
        return words;
    }

    private static void flush(StringBuilder word, List<String> words) {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }
}
