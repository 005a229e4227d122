package io.slipway.platform.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningProcessTest {

    @TempDir
    Path directory;

    @Test
    void shouldFindARecordedProcessAgain() {
        Path file = directory.resolve("run/self.pid");
        RunningProcess self = RunningProcess.of(ProcessHandle.current().pid()).orElseThrow();

        self.record(file);

        assertThat(RunningProcess.recordedIn(file)).contains(self);
        assertThat(RunningProcess.recordedIn(file).orElseThrow().handle()).contains(ProcessHandle.current());
    }

    @Test
    void shouldNotTakeAnotherProcessWithTheSameIdForTheRecordedOne() {
        RunningProcess self = RunningProcess.of(ProcessHandle.current().pid()).orElseThrow();

        RunningProcess earlier = new RunningProcess(self.pid(), "another birth");

        assertThat(earlier.isAlive()).isFalse();
        assertThat(earlier.handle()).isEmpty();
    }

    @Test
    void shouldSeeThatAProcessHasEnded() throws Exception {
        Process process = new ProcessBuilder("sleep", "60").start();
        RunningProcess running = RunningProcess.of(process.pid()).orElseThrow();
        assertThat(running.isAlive()).isTrue();

        process.destroyForcibly();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

        assertThat(running.isAlive()).isFalse();
        assertThat(RunningProcess.of(process.pid())).isEmpty();
    }

    @Test
    void shouldReadNothingFromFilesThatAreNotItsOwn() throws IOException {
        Path file = directory.resolve("some.pid");
        assertThat(RunningProcess.recordedIn(file)).isEmpty();
        Files.writeString(file, "");
        assertThat(RunningProcess.recordedIn(file)).isEmpty();
        Files.writeString(file, "123\n");
        assertThat(RunningProcess.recordedIn(file)).isEmpty();
        Files.writeString(file, "one\ntwo\n");
        assertThat(RunningProcess.recordedIn(file)).isEmpty();
    }

    @Test
    void shouldReadTheStartTimeBehindACommandWithParentheses() {
        String stat = "4711 (a) b (c) S 1 4711 4711 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 987654 100 200";

        assertThat(RunningProcess.startTicks(stat)).isEqualTo("987654");
    }
}
