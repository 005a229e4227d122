package io.slipway.platform.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationTest {

    @TempDir
    Path directory;

    @Test
    void shouldKeepEverythingUnderItsHome() {
        Installation installation = new Installation(Path.of("/checkout"), Path.of("/checkout/.slipway"));

        for (Component component : Component.values()) {
            assertThat(installation.data(component)).startsWithRaw(installation.home());
            assertThat(installation.log(component)).startsWithRaw(installation.home());
            assertThat(installation.pidFile(component)).startsWithRaw(installation.home());
            assertThat(installation.program(component)).startsWithRaw(installation.home());
        }
        assertThat(installation.keyset()).startsWithRaw(installation.home());
        assertThat(installation.adminToken()).startsWithRaw(installation.home());
        assertThat(installation.repositories()).startsWithRaw(installation.home());
    }

    @Test
    void shouldHaveANameOfItsOwnOnASharedEngine() {
        Installation one = new Installation(Path.of("/a"), directory.resolve("a"));
        Installation other = new Installation(Path.of("/b"), directory.resolve("b"));

        assertThat(one.instance()).matches("[0-9a-f]{8}").isNotEqualTo(other.instance());
        assertThat(new Installation(Path.of("/a"), directory.resolve("x/../a")).instance())
                .isEqualTo(one.instance());
    }

    @Test
    void shouldHaveTheSameNameThroughASymbolicLink() throws Exception {
        Path real = Files.createDirectory(directory.resolve("real"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), real);

        assertThat(new Installation(directory, link).instance())
                .isEqualTo(new Installation(directory, real).instance());
    }
}
