package io.slipway.build.git;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.build.domain.BuildException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The size of a fetch is known while JGit still writes, moves and removes files beside what counts. */
class FetchGuardTest {

    private static final int LOOKS = 2_000;
    private static final int SIZE = 1_000;

    @TempDir
    Path directory;

    @Test
    void shouldCountWhatIsThereWhileOtherFilesComeAndGo() throws Exception {
        Files.write(Files.createDirectories(directory.resolve("objects/pack")).resolve("fetched.pack"), new byte[SIZE]);
        AtomicBoolean enough = new AtomicBoolean();
        CompletableFuture<Void> others = CompletableFuture.runAsync(() -> comeAndGo(enough));

        try (FetchGuard guard = new FetchGuard(directory, Duration.ofMinutes(1), SIZE - 1)) {
            for (int look = 0; look < LOOKS; look++) {
                assertThatExceptionOfType(BuildException.class)
                        .as("look %s", look)
                        .isThrownBy(guard::checkSize)
                        .withMessageContaining("too large");
            }
        } finally {
            enough.set(true);
        }
        others.join();
    }

    @Test
    void shouldAllowExactlyTheLimit() throws Exception {
        Files.write(directory.resolve("fetched.pack"), new byte[SIZE]);

        try (FetchGuard guard = new FetchGuard(directory, Duration.ofMinutes(1), SIZE)) {
            assertThatCode(guard::checkSize).doesNotThrowAnyException();
        }
    }

    private void comeAndGo(AtomicBoolean enough) {
        try {
            while (!enough.get()) {
                Path folder = Files.createDirectory(directory.resolve("objects/incoming"));
                Path file = Files.createFile(folder.resolve("probe"));
                Files.delete(file);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
