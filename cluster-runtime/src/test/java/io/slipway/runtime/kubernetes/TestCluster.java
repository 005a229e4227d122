package io.slipway.runtime.kubernetes;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import io.slipway.runtime.kubernetes.client.Cluster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/**
 * A real cluster, where there is one: {@code SLIPWAY_TEST_KUBECONFIG} names its kubeconfig, {@code SLIPWAY_TEST_REGISTRY} a
 * plain-http registry that its nodes pull from (host and port). The tests' image is pushed to it if it is not there.
 */
public final class TestCluster implements AutoCloseable {

    /** An image with a shell and the usual tools, that ends at once when it is run as it is. */
    public static final String IMAGE = "slipway-test/busybox:2";

    /** The same under another name. */
    public static final String OTHER_IMAGE = "slipway-test/busybox:3";

    private static final List<String> TOOLS = List.of(
            "sh", "echo", "sleep", "cat", "head", "stat", "true", "mkdir", "mkfifo", "ln", "id", "wget", "httpd");

    private final Cluster cluster;

    private TestCluster(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Address of the kubeconfig; null = there is no cluster. */
    public static @Nullable String kubeconfig() {
        return setting("SLIPWAY_TEST_KUBECONFIG");
    }

    /** Host and port of the registry; null = there is none. */
    public static @Nullable String registry() {
        return setting("SLIPWAY_TEST_REGISTRY");
    }

    private static @Nullable String setting(String name) {
        String property = System.getProperty(name);
        String value = property == null ? System.getenv(name) : property;
        return value == null || value.isBlank() ? null : value;
    }

    /** Connects; {@code settings} come on top of those that every test has. */
    public static TestCluster open(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "kubeconfig",
                String.valueOf(kubeconfig()),
                "instance",
                "test-" + UUID.randomUUID().toString().substring(0, 8),
                "namespace-prefix",
                "slipway-test",
                "image-mirror",
                String.valueOf(registry()),
                "holder-image",
                IMAGE,
                "registry.url",
                registry() + "/slipway-test",
                "registry.insecure",
                "true",
                "unschedulable-grace",
                "15s",
                "stop-grace",
                "2s"));
        all.putAll(settings);
        push();
        return new TestCluster(Cluster.connect("", TestConfig.of(all)));
    }

    public Cluster cluster() {
        return cluster;
    }

    /** Removes all namespaces of this installation. */
    @Override
    public void close() {
        cluster.client()
                .namespaces()
                .withLabels(Labels.installation(cluster.instance()))
                .delete();
        cluster.close();
    }

    private static synchronized void push() {
        String reference = registry() + "/" + IMAGE;
        System.setProperty("sendCredentialsOverHttp", "true");
        try {
            Path tar = Files.createTempFile("slipway-test", ".tar");
            try {
                image(tar);
                JibContainerBuilder image = Jib.from(TarImage.at(tar).named(ImageReference.parse(reference)));
                image.containerize(Containerizer.to(RegistryImage.named(reference))
                        .withAdditionalTag(OTHER_IMAGE.substring(OTHER_IMAGE.indexOf(':') + 1))
                        .setAllowInsecureRegistries(true));
            } finally {
                Files.deleteIfExists(tar);
            }
        } catch (Exception e) {
            throw new IllegalStateException("The image of the tests cannot be pushed to " + registry(), e);
        }
    }

    /** An image as {@code docker save} writes it, with links, which Jib itself cannot make. */
    private static void image(Path target) throws Exception {
        byte[] layer = layer();
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(layer));
        String config = "{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{\"Cmd\":[\"/bin/true\"],"
                + "\"Env\":[\"PATH=/bin\"]},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"sha256:" + digest + "\"]}}";
        String manifest = "[{\"Config\":\"config.json\",\"RepoTags\":[\"test:1\"],\"Layers\":[\"layer.tar\"]}]";
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(target))) {
            add(tar, "config.json", config.getBytes(StandardCharsets.UTF_8), 0644);
            add(tar, "layer.tar", layer, 0644);
            add(tar, "manifest.json", manifest.getBytes(StandardCharsets.UTF_8), 0644);
        }
    }

    private static byte[] layer() throws IOException {
        Path busybox = Stream.of("/bin/busybox", "/usr/bin/busybox")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The tests need a static busybox (busybox-static)"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            for (String directory : List.of("bin/", "tmp/", "etc/", "dev/", "proc/", "sys/")) {
                TarArchiveEntry entry = new TarArchiveEntry(directory);
                entry.setMode(01777);
                tar.putArchiveEntry(entry);
                tar.closeArchiveEntry();
            }
            add(tar, "bin/busybox", Files.readAllBytes(busybox), 0755);
            for (String tool : TOOLS) {
                TarArchiveEntry link = new TarArchiveEntry("bin/" + tool, TarConstants.LF_SYMLINK);
                link.setLinkName("busybox");
                tar.putArchiveEntry(link);
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static void add(TarArchiveOutputStream tar, String name, byte[] content, int mode) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        entry.setMode(mode);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }
}
