package io.slipway.gateway.domain.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.events.log.LineFilter;
import io.slipway.events.log.LineFilter.Match;
import io.slipway.events.log.LineFilter.Subject;
import io.slipway.gateway.domain.log.LogQuery.Label;
import io.slipway.gateway.domain.log.LogQuery.LabelFilter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogQueryTest {

    @Test
    void shouldReadWhatConsolesAsk() {
        LogQuery query = LogQuery.parse(
                "{qovery_com_service_id=\"id\", level=\"error\", pod=\"web-1\", container=\"web\", app=\"1.4\"} |= \"no such file\"");

        assertThat(query.labels())
                .containsExactly(
                        new LabelFilter(Label.SERVICE, Match.EQUALS, false, "id"),
                        new LabelFilter(Label.CONTAINER, Match.EQUALS, false, "web"),
                        new LabelFilter(Label.VERSION, Match.EQUALS, false, "1.4"));
        assertThat(query.lines())
                .containsExactly(
                        new LineFilter(Subject.LEVEL, Match.EQUALS, false, "error"),
                        new LineFilter(Subject.INSTANCE, Match.EQUALS, false, "web-1"),
                        new LineFilter(Subject.TEXT, Match.CONTAINS, false, "no such file"));
    }

    @Test
    void shouldReadAllComparisonsAndSeveralOfThem() {
        assertThat(LogQuery.parse("{ pod != \"a\" , pod=~\"b\",pod!~`c` }|=\"d\" != \"e\"|~ `f\\d` !~ \"g\\.\"")
                        .lines())
                .containsExactly(
                        new LineFilter(Subject.INSTANCE, Match.EQUALS, true, "a"),
                        new LineFilter(Subject.INSTANCE, Match.MATCHES, false, "b"),
                        new LineFilter(Subject.INSTANCE, Match.MATCHES, true, "c"),
                        new LineFilter(Subject.TEXT, Match.CONTAINS, false, "d"),
                        new LineFilter(Subject.TEXT, Match.CONTAINS, true, "e"),
                        new LineFilter(Subject.TEXT, Match.FINDS, false, "f\\d"),
                        new LineFilter(Subject.TEXT, Match.FINDS, true, "g\\."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{} |= \"say \"hello\" to\"",
                "{} |= \"say \\\"hello\\\" to\"",
                "say \"hello\" to",
                " say \"hello\" to "
            })
    void shouldTakeQuotesInATextAsTheyAre(String query) {
        assertThat(LogQuery.parse(query).lines())
                .containsExactly(new LineFilter(Subject.TEXT, Match.CONTAINS, false, "say \"hello\" to"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{}", "{ } "})
    void shouldWantEverythingWhenNothingIsAsked(String query) {
        assertThat(LogQuery.parse(query)).isEqualTo(LogQuery.ALL);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\'',
            value = {
                "{pod=\"a\"; ends too early",
                "{pod=\"a; is not understood from '\"a' on",
                "{pod=a}; is not understood from 'a}' on",
                "{pod>\"a\"}; is not understood from '>\"a\"}' on",
                "{} | json; is not understood from '| json' on",
                "{} |=; ends too early",
                "{namespace=\"a\"}; has no label 'namespace'; there are",
                "({app=\"ingress\"}); must begin with labels in braces, or be plain text",
                "|= \"a\"; must begin with labels in braces, or be plain text",
            })
    void shouldSayWhatItDoesNotUnderstand(String query, String problem) {
        assertThatThrownBy(() -> LogQuery.parse(query))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(problem);
    }

    @Test
    void shouldRefuseMoreConditionsThanAnybodyNeeds() {
        assertThat(LogQuery.parse("{}" + " |= \"a\"".repeat(20)).lines()).hasSize(20);
        assertThatThrownBy(() -> LogQuery.parse("{}" + " |= \"a\"".repeat(21)))
                .hasMessage("has more than 20 conditions");
    }
}
