package io.slipway.platform.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.platform.registry.FakeRegistry.Access;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RegistryTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Login LOGIN = new Login("somebody", "pass:word");

    @TempDir
    Path work;

    @Test
    void shouldNoticeThatARegistrySpeaksPlainHttp() throws IOException {
        try (FakeRegistry fake = FakeRegistry.start()) {
            Registry registry = Registry.find(fake.host(), Optional.empty());

            assertThat(registry.isPlain()).isTrue();
            assertThat(registry.has("a", "1")).isFalse();
        }
    }

    @Test
    void shouldSayThatNoneAnswers() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }

        assertThatThrownBy(() -> Registry.find("127.0.0.1:" + port, Optional.empty()))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("127.0.0.1:" + port);
    }

    @ParameterizedTest
    @EnumSource(Access.class)
    void shouldPushWhatWasMadeHere(Access access) throws IOException {
        try (FakeRegistry fake = FakeRegistry.start(access)) {
            Registry registry = Registry.find(fake.host(), Optional.of(LOGIN));

            push(registry, "some/thing", "1");

            assertThat(registry.has("some/thing", "1")).isTrue();
            JsonNode manifest = JSON.readTree(fake.manifests().get("some/thing 1"));
            JsonNode config =
                    JSON.readTree(fake.blob(manifest.at("/config/digest").asText()));
            assertThat(config.at("/config/StopSignal").asText()).isEqualTo("SIGINT");
            assertThat(config.at("/architecture").asText()).isEqualTo("arm64");
            byte[] layer = new GZIPInputStream(new ByteArrayInputStream(
                            fake.blob(manifest.at("/layers/0/digest").asText())))
                    .readAllBytes();
            assertThat(layer).asString(StandardCharsets.UTF_8).isEqualTo("content");
            assertThat(config.at("/rootfs/diff_ids/0").asText()).isEqualTo(FakeRegistry.digest(layer));
        }
    }

    @Test
    void shouldSayThatALoginIsMissing() throws IOException {
        try (FakeRegistry fake = FakeRegistry.start(Access.BASIC)) {
            Registry registry = Registry.find(fake.host(), Optional.empty());

            assertThatThrownBy(() -> push(registry, "some/thing", "1"))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageContaining("login");
        }
    }

    @Test
    void shouldCopyTheWantedPlatformsAndFollowRedirectsWithoutTheLogin() throws IOException {
        try (FakeRegistry from = FakeRegistry.start(Access.TOKEN);
                FakeRegistry to = FakeRegistry.start()) {
            from.redirectBlobs();
            ObjectNode index = JSON.createObjectNode().put("schemaVersion", 2);
            for (String architecture : new String[] {"amd64", "arm64", "s390x"}) {
                String digest = child(from, architecture);
                index.withArray("/manifests")
                        .addObject()
                        .put("digest", digest)
                        .putObject("platform")
                        .put("os", "linux")
                        .put("architecture", architecture);
            }
            from.add("library/many", "1", Registry.OCI_INDEX, index.toString());

            boolean copied = new ImageTransfer(work)
                    .copy(
                            Registry.find(from.host(), Optional.of(LOGIN)),
                            new ImageName(from.host(), "library/many", "1"),
                            Registry.find(to.host(), Optional.empty()),
                            "many",
                            "2");

            assertThat(copied).isTrue();
            JsonNode result = JSON.readTree(to.manifests().get("many 2"));
            assertThat(result.findValuesAsText("architecture")).containsExactly("amd64", "arm64");
            for (JsonNode entry : result.path("manifests")) {
                JsonNode manifest = JSON.readTree(
                        to.manifests().get("many " + entry.path("digest").asText()));
                assertThat(to.blob(manifest.at("/layers/0/digest").asText())).isNotNull();
                assertThat(to.blob(manifest.at("/config/digest").asText())).isNotNull();
            }
            try (var left = Files.list(work)) {
                assertThat(left).isEmpty();
            }
        }
    }

    @Test
    void shouldTellThatTheSourceHasNoSuchImage() throws IOException {
        try (FakeRegistry from = FakeRegistry.start()) {
            Registry registry = Registry.find(from.host(), Optional.empty());

            assertThat(new ImageTransfer(work)
                            .copy(registry, new ImageName(from.host(), "nothing", "1"), registry, "copy", "1"))
                    .isFalse();
        }
    }

    private void push(Registry registry, String repository, String version) throws IOException {
        Path layer = Files.writeString(work.resolve("layer.tar"), "content");
        ObjectNode settings = JSON.createObjectNode().put("StopSignal", "SIGINT");
        new ImageTransfer(work).push(layer, settings, "arm64", registry, repository, version);
    }

    private static String child(FakeRegistry from, String architecture) {
        ObjectNode manifest = JSON.createObjectNode().put("schemaVersion", 2);
        manifest.putObject("config")
                .put("digest", from.add(("config of " + architecture).getBytes(StandardCharsets.UTF_8)));
        manifest.putArray("layers")
                .addObject()
                .put("digest", from.add(("layer of " + architecture).getBytes(StandardCharsets.UTF_8)));
        String text = manifest.toString();
        String digest = FakeRegistry.digest(text.getBytes(StandardCharsets.UTF_8));
        from.add("library/many", digest, Registry.OCI_MANIFEST, text);
        return digest;
    }
}
