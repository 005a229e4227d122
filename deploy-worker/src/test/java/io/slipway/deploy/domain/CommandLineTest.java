package io.slipway.deploy.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CommandLineTest {

    static Stream<Arguments> lines() {
        return Stream.of(
                Arguments.of("", List.of()),
                Arguments.of("   ", List.of()),
                Arguments.of("/bin/app", List.of("/bin/app")),
                Arguments.of("  a \t b\nc ", List.of("a", "b", "c")),
                Arguments.of("sh -c 'echo \"$HOME\" && ls'", List.of("sh", "-c", "echo \"$HOME\" && ls")),
                Arguments.of("a \"b 'c' d\"", List.of("a", "b 'c' d")),
                Arguments.of("a\"b c\"d", List.of("ab cd")),
                Arguments.of("a '' b", List.of("a", "", "b")),
                Arguments.of("a\\ b c\\\\", List.of("a b", "c\\")),
                Arguments.of("'a\\nb'", List.of("a\\nb")),
                Arguments.of("\"a\\\"b\"", List.of("a\"b")));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void shouldSplitIntoWords(String line, List<String> words) {
        assertThat(CommandLine.split(line)).isEqualTo(words);
    }

    @Test
    void shouldRefuseAnOpenQuote() {
        assertThatThrownBy(() -> CommandLine.split("sh -c 'echo"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("quote (')");
        assertThatThrownBy(() -> CommandLine.split("a \"b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("quote (\")");
    }

    @Test
    void shouldRefuseALoneBackslashAtTheEnd() {
        assertThatThrownBy(() -> CommandLine.split("a \\"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("backslash");
    }
}
