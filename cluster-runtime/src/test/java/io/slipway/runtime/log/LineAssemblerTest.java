package io.slipway.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.runtime.LogLine;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineAssemblerTest {

    private static final String TIME = "2026-11-21T00:00:00.123456789Z";

    private final List<LogLine> lines = new ArrayList<>();
    private final LineAssembler assembler = new LineAssembler("web", true, lines::add);

    private void add(String text) {
        assembler.add(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shouldTakeTheTimeOffALine() {
        add(TIME + " hello world\n");

        assertThat(lines).containsExactly(new LogLine("web", true, "hello world", Instant.parse(TIME)));
    }

    @Test
    void shouldPutALineTogetherThatComesInPieces() {
        byte[] bytes = (TIME + " grün\n").getBytes(StandardCharsets.UTF_8);
        for (byte b : bytes) {
            assembler.add(new byte[] {b});
        }

        assertThat(lines).extracting(LogLine::text).containsExactly("grün");
    }

    @Test
    void shouldSplitAFrameWithSeveralLines() {
        add(TIME + " one\r\n" + TIME + " \n" + TIME + " three\n");

        assertThat(lines).extracting(LogLine::text).containsExactly("one", "", "three");
    }

    @Test
    void shouldGiveTheLastLineWithoutItsEnd() {
        add(TIME + " one\n" + TIME + " last");
        assertThat(lines).hasSize(1);

        assembler.finish();
        assembler.finish();

        assertThat(lines).extracting(LogLine::text).containsExactly("one", "last");
    }

    @Test
    void shouldKeepTextThatHasNoTime() {
        add("no time here\n");

        assertThat(lines).extracting(LogLine::text).containsExactly("no time here");
    }

    @Test
    void shouldNotGatherALineWithoutBound() {
        add(TIME + " " + "x".repeat(200_000));

        assertThat(lines).isNotEmpty();
    }

    @Test
    void shouldTakeNoBytesForNothing() {
        assembler.add(null);
        assembler.add(new byte[0]);
        assembler.finish();

        assertThat(lines).isEmpty();
    }
}
