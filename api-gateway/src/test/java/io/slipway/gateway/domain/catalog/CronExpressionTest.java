package io.slipway.gateway.domain.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CronExpressionTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "* * * * *",
                "*/5 * * * *",
                "0 0 1 1 0",
                "59 23 31 12 7",
                "0,15,30 8-18 * * mon-fri",
                "0 0 * JAN,Jul *",
                "10-50/10 */2 * * *",
                "  5 4 * * sun  "
            })
    void shouldAccept(String expression) {
        assertThat(CronExpression.isValid(expression)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "* * * *",
                "* * * * * *",
                "60 * * * *",
                "* 24 * * *",
                "* * 0 * *",
                "* * 32 * *",
                "* * * 13 *",
                "* * * 0 *",
                "* * * * 8",
                "5-1 * * * *",
                "*/0 * * * *",
                "*/9999999999 * * * *",
                "*-5 * * * *",
                ", * * * *",
                "1, * * * *",
                "-1 * * * *",
                "a * * * *",
                "* * * mon *",
                "@daily",
                "* * * * *; rm -rf /",
                "99999999999 * * * *"
            })
    void shouldRefuse(String expression) {
        assertThat(CronExpression.isValid(expression)).isFalse();
    }
}
