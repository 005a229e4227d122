package io.slipway.platform.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTextTest {

    @TempDir
    Path directory;

    @Test
    void shouldShowTimeLevelMessageAndDeployment() {
        String line = """
                {"timestamp":"2026-11-20T23:52:57.123456Z","level":"INFO","message":"built","mdc":{"deploymentId":"d-1"}}""";

        assertThat(LogText.readable(line)).isEqualTo("23:52:57.123 INFO  built  [deployment d-1]");
    }

    @Test
    void shouldShowExceptions() {
        String line = """
                {"timestamp":"2026-11-20T23:52:57.123456Z","level":"ERROR","message":"no",\
                "exception":{"exceptionType":"java.io.IOException","message":"gone"}}""";

        assertThat(LogText.readable(line)).isEqualTo("23:52:57.123 ERROR no\n    java.io.IOException: gone");
    }

    @Test
    void shouldLeaveOtherLinesAsTheyAre() {
        assertThat(LogText.readable("plain")).isEqualTo("plain");
        assertThat(LogText.readable("{not json")).isEqualTo("{not json");
        assertThat(LogText.readable("{\"a\":1}")).isEqualTo("{\"a\":1}");
    }

    @Test
    void shouldGiveTheLastLines() throws Exception {
        Path log = directory.resolve("a.log");
        assertThat(LogText.tail(log, 3)).isEmpty();
        Files.write(log, List.of("1", "2", "3", "4"));

        assertThat(LogText.tail(log, 3)).containsExactly("2", "3", "4");
        assertThat(LogText.tail(log, 0)).isEmpty();
        assertThat(LogText.tail(log, 9)).hasSize(4);
    }

    @Test
    void shouldReadMemoryFromTheSystemsText() {
        List<String> lines = List.of("Rss:  2048 kB", "Pss:    1536 kB", "Pss_Anon: 99 kB");

        assertThat(Memory.parse(lines, "Pss:")).isEqualTo(OptionalLong.of(1536));
        assertThat(Memory.parse(lines, "Swap:")).isEmpty();
        assertThat(Memory.ofProcess(ProcessHandle.current().pid()).orElse(0)).isPositive();
    }
}
