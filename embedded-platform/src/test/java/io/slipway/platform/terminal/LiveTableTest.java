package io.slipway.platform.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LiveTableTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void shouldPrintALineForEachChangeWhereNobodySeesATerminal() {
        LiveTable table = new LiveTable(Screen.plain(out));

        table.show(List.of(row("a", "BUILDING"), row("b", "BUILDING")));
        table.show(List.of(row("a", "BUILDING"), row("b", "BUILDING")));
        table.show(List.of(row("a", "BUILDING"), row("b", "DEPLOYED")));

        assertThat(lines())
                .hasSize(3)
                .satisfiesExactly(
                        first -> assertThat(first).endsWith("BUILDING").contains(" a "),
                        second -> assertThat(second).endsWith("BUILDING").contains(" b "),
                        third -> assertThat(third).endsWith("DEPLOYED").contains(" b "));
        assertThat(text()).doesNotContain("\u001b");
    }

    @Test
    void shouldNotMentionWhatHasNotBegun() {
        LiveTable table = new LiveTable(Screen.plain(out));

        table.show(List.of(new Row("", "a", "QUEUED", Row.Tone.WAITING, Optional.empty(), "")));

        assertThat(text()).isEmpty();
    }

    @Test
    void shouldDrawOverItselfOnATerminal() {
        LiveTable table = new LiveTable(new Screen(out, true, false, 80));

        table.show(List.of(row("a", "BUILDING"), row("b", "BUILDING")));
        bytes.reset();
        table.show(List.of(row("a", "DEPLOYED"), row("b", "BUILDING")));

        assertThat(text()).startsWith("\u001b[2A\u001b[J").contains("DEPLOYED");
    }

    @Test
    void shouldPutMessagesAboveTheTable() {
        LiveTable table = new LiveTable(new Screen(out, true, false, 80));
        table.show(List.of(row("a", "BUILDING")));
        bytes.reset();

        table.say("something");
        table.show(List.of(row("a", "BUILDING")));

        assertThat(text()).startsWith("\u001b[1A\u001b[Jsomething\n\u001b[J  a ");
    }

    @Test
    void shouldWriteTimesAsPeopleReadThem() {
        assertThat(Durations.text(Duration.ofMillis(420))).isEqualTo("0.4 s");
        assertThat(Durations.text(Duration.ofMillis(12_340))).isEqualTo("12.3 s");
        assertThat(Durations.text(Duration.ofSeconds(125))).isEqualTo("2 min 05 s");
    }

    private static Row row(String name, String status) {
        return Row.of(name, status, Row.Tone.BUSY, Duration.ofSeconds(1));
    }

    private String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private List<String> lines() {
        return text().lines().toList();
    }
}
