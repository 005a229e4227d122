package io.slipway.deploy.domain;

import java.util.ArrayList;
import java.util.List;

/**
 * A command line as people write it, split into words: at white space, except inside single or double quotes; a backslash
 * takes the next character literally, but not inside single quotes. Nothing is expanded.
 */
public final class CommandLine {

    private CommandLine() {}

    /**
     * The words of {@code text}.
     *
     * @throws IllegalArgumentException if a quote is not closed or the text ends with a lone backslash
     */
    public static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote == 0 && Character.isWhitespace(c)) {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                    inWord = false;
                }
                continue;
            }
            inWord = true;
            if (c == '\\' && quote != '\'') {
                i++;
                if (i == text.length()) {
                    throw new IllegalArgumentException("it ends with a backslash that has nothing after it");
                }
                word.append(text.charAt(i));
            } else if (c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
            } else {
                word.append(c);
            }
        }
        if (quote != 0) {
            throw new IllegalArgumentException("a quote (" + quote + ") is not closed");
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }
}
