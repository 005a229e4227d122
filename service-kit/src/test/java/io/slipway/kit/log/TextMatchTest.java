package io.slipway.kit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.events.log.LineFilter.Match;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextMatchTest {

    @ParameterizedTest
    @CsvSource({
        "EQUALS, web-1, web-1, true",
        "EQUALS, web, web-1, false",
        "CONTAINS, eb, web-1, true",
        "CONTAINS, EB, web-1, false",
        "MATCHES, web-.*, web-1, true",
        "MATCHES, eb-.*, web-1, false",
        "FINDS, 'b-\\d', web-1, true",
        "FINDS, '^b', web-1, false",
    })
    void shouldCompare(Match match, String value, String text, boolean expected) {
        assertThat(TextMatch.of(match, false, value, false).test(text)).isEqualTo(expected);
        assertThat(TextMatch.of(match, true, value, false).test(text)).isEqualTo(!expected);
    }

    @ParameterizedTest
    @CsvSource({"EQUALS, error", "CONTAINS, err", "MATCHES, error|warn", "FINDS, e.r"})
    void shouldNotLookAtCapitalLettersWhereTheyDoNotCount(Match match, String value) {
        assertThat(TextMatch.of(match, false, value, true).test("ERROR")).isTrue();
        assertThat(TextMatch.of(match, false, value, false).test("ERROR")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "a{1001}", "((a{100}){100}){100}", "(a{1,900}){2}", "(a{2,}){999}"})
    void shouldRefuseExpressionsThatMakeNoSenseOrAreTooLarge(String expression) {
        assertThatThrownBy(() -> TextMatch.of(Match.FINDS, false, expression, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + expression + "'");
        assertThat(TextMatch.of(Match.CONTAINS, false, expression, false).test("x" + expression))
                .isTrue();
    }

    @Test
    void shouldRefuseValuesThatAreTooLong() {
        assertThatThrownBy(() -> TextMatch.of(Match.CONTAINS, false, "x".repeat(501), false))
                .hasMessageContaining("longer than 500");
    }

    @Test
    void shouldTakeNoLongerForExpressionsThatOthersChokeOn() {
        Predicate<String> match = TextMatch.of(Match.MATCHES, false, "(x+x+)+y", false);

        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThat(match.test("x".repeat(10_000))).isFalse());
    }
}
