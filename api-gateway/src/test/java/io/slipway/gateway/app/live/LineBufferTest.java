package io.slipway.gateway.app.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.events.log.ServiceLogLines.Line;
import io.slipway.events.log.ServiceLogLines.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineBufferTest {

    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");

    private final LineBuffer buffer = new LineBuffer(3, 20);

    @Test
    void shouldGiveLinesInTheirOrder() {
        add("one", "two");

        assertThat(rest()).containsExactly("one", "two");
        assertThat(rest()).isEmpty();
    }

    @Test
    void shouldLeaveOutTheOldestWhenThereAreTooManyAndSayHowMany() {
        add("1", "2", "3", "4", "5");

        assertThat(rest()).containsExactly("2 lines left out: they were not read fast enough", "3", "4", "5");
        add("6");
        assertThat(rest()).containsExactly("6");
    }

    @Test
    void shouldLeaveOutTheOldestWhenTheyAreTooLongTogether() {
        add("a".repeat(15), "b".repeat(10));

        assertThat(rest()).containsExactly("1 lines left out: they were not read fast enough", "b".repeat(10));
    }

    @Test
    void shouldKeepALineThatIsTooLongByItself() {
        add("a", "b".repeat(50));

        assertThat(rest()).hasSize(2).last().isEqualTo("b".repeat(50));
    }

    private void add(String... texts) {
        for (String text : texts) {
            buffer.add(new Line("web-1", Severity.OUTPUT, text, AT, "1.4"));
        }
    }

    private List<String> rest() {
        List<String> texts = new ArrayList<>();
        for (Line line = buffer.poll(); line != null; line = buffer.poll()) {
            texts.add(line.text());
        }
        return texts;
    }
}
