package io.slipway.platform.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TableTextTest {

    private static final Row DATABASE =
            new Row("0.DATABASE", "database", "DEPLOYED", Row.Tone.GOOD, Optional.of(Duration.ofMillis(3_240)), "");
    private static final Row CART =
            new Row("1.APPLICATION", "cart", "BUILDING", Row.Tone.BUSY, Optional.of(Duration.ofMillis(900)), "");
    private static final Row ORDERS =
            new Row("1.APPLICATION", "orders", "QUEUED", Row.Tone.WAITING, Optional.empty(), "");

    @Test
    void shouldDrawOneLineForEachRowUnderItsGroup() {
        assertThat(TableText.draw(List.of(DATABASE, CART, ORDERS), 80, false))
                .containsExactly(
                        "0.DATABASE",
                        "  database      DEPLOYED              3.2 s",
                        "1.APPLICATION",
                        "  cart          BUILDING              0.9 s",
                        "  orders        QUEUED");
    }

    @Test
    void shouldNeverBeWiderThanTheTerminal() {
        Row wide = new Row(
                "a stage with quite a long name, longer than the terminal",
                "a-service-with-quite-a-long-name-too",
                "DEPLOYING",
                Row.Tone.BUSY,
                Optional.of(Duration.ofMinutes(3)),
                "http://127.0.0.1:12345/somewhere");

        assertThat(TableText.draw(List.of(wide), 40, false)).allMatch(line -> line.length() <= 40);
        assertThat(TableText.draw(List.of(wide), 40, true))
                .allMatch(line -> line.replaceAll("\u001b\\[[0-9;]*m", "").length() <= 40);
    }

    @Test
    void shouldColourOnlyTheStatus() {
        String line = TableText.draw(List.of(CART), 80, true).get(1);

        assertThat(line).contains("\u001b[36mBUILDING").endsWith("0.9 s");
        assertThat(line.replaceAll("\u001b\\[[0-9;]*m", ""))
                .isEqualTo(TableText.draw(List.of(CART), 80, false).get(1));
    }
}
