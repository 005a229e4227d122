package io.slipway.platform.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.slipway.platform.process.Daemons;
import io.slipway.platform.process.PlatformException;
import io.slipway.platform.registry.FakeRegistry;
import io.slipway.platform.registry.Registry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryImagesIT {

    /** Of a registry that does not answer, so that nothing is copied. */
    private static final String BUSYBOX = "127.0.0.1:1/busybox:1.36";

    @TempDir
    Path work;

    private final List<String> said = new ArrayList<>();
    private FakeRegistry fake;

    @BeforeEach
    void start() throws IOException {
        fake = FakeRegistry.start();
    }

    @AfterEach
    void stop() {
        fake.close();
    }

    @Test
    void shouldSayWhatCannotBeHad() {
        assertThat(images("").copyIfMissing("127.0.0.1:1/unheard-of:1"))
                .hasValueSatisfying(reason -> assertThat(reason).contains("127.0.0.1:1"));
        assertThatThrownBy(() -> images("").provide(List.of("127.0.0.1:1/unheard-of:1")))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("no recipe")
                .hasMessageContaining(fake.host());
    }

    @Test
    void shouldNotCopyFromARegistryThatOnlySpeaksPlainHttp() throws IOException {
        try (FakeRegistry source = FakeRegistry.start()) {
            assertThat(images("").copyIfMissing(source.host() + "/a:1")).isPresent();
        }
    }

    @Test
    void shouldMakeWhatNoRegistryGives() {
        assumeThat(Daemons.onPath("apt-get")).as("needs Debian or Ubuntu").isPresent();

        images("mirror/").make(BUSYBOX, Recipe.of("busybox:1.36").orElseThrow(), "nobody has it");

        assertThat(fake.manifests()).containsKey("mirror/busybox 1.36");
        assertThat(said.getLast()).contains("made and pushed");
    }

    private RegistryImages images(String path) {
        return new RegistryImages(Registry.find(fake.host(), Optional.empty()), path, work, said::add);
    }
}
