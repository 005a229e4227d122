package io.slipway.platform.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaemonsTest {

    @TempDir
    Path directory;

    @Test
    void shouldGiveTheProcessItsEnvironmentLogAndPidFile() throws Exception {
        Path log = directory.resolve("logs/a.log");
        Path pidFile = directory.resolve("run/a.pid");

        Process process = Daemons.start(
                List.of("sh", "-c", "echo \"$GREETING\"; echo trouble >&2; echo $$"),
                Map.of("GREETING", "hello"),
                directory,
                log,
                pidFile);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

        assertThat(Files.readAllLines(log)).containsExactly("hello", "trouble", Long.toString(process.pid()));
        assertThat(RunningProcess.recordedIn(pidFile))
                .hasValueSatisfying(recorded -> assertThat(recorded.pid()).isEqualTo(process.pid()));
    }

    @Test
    void shouldAppendToTheLogOfAnEarlierProcess() throws Exception {
        Path log = directory.resolve("a.log");
        for (String word : List.of("one", "two")) {
            Process process =
                    Daemons.start(List.of("echo", word), Map.of(), directory, log, directory.resolve("a.pid"));
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(Files.readAllLines(log)).containsExactly("one", "two");
    }

    @Test
    void shouldFindExecutablesOnThePath() {
        assertThat(Daemons.onPath("sh")).hasValueSatisfying(sh -> assertThat(sh).isExecutable());
        assertThat(Daemons.onPath("no-such-command")).isEmpty();
    }

    @Test
    void shouldPutTheProcessIntoASessionOfItsOwn() throws IOException {
        Process process = Daemons.start(
                List.of("sleep", "60"), Map.of(), directory, directory.resolve("s.log"), directory.resolve("s.pid"));
        try {
            Path stat = Path.of("/proc", Long.toString(process.pid()), "stat");
            // Fields behind the command: state, parent, process group, session.
            await().untilAsserted(() -> {
                String[] fields =
                        Files.readString(stat).replaceFirst(".*\\) ", "").split(" ", -1);
                assertThat(fields[3]).isEqualTo(Long.toString(process.pid()));
            });
        } finally {
            process.destroyForcibly();
        }
    }
}
