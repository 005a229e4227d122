package io.slipway.platform.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.platform.registry.Registry.Manifest;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/** Brings images into a registry: unchanged from another one, or put together from files. */
public final class ImageTransfer {

    private static final Set<String> ARCHITECTURES = Set.of("amd64", "arm64");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path work;

    /** Uses {@code work}, which has to exist, for parts under way. */
    public ImageTransfer(Path work) {
        this.work = work;
    }

    /**
     * Copies an image with all of its platforms that Slipway runs on; its digest stays what it is if those are all.
     *
     * @return whether the source has it
     */
    public boolean copy(Registry from, ImageName source, Registry to, String repository, String version) {
        Optional<Manifest> found = from.manifest(source.repository(), source.version());
        if (found.isEmpty()) {
            return false;
        }
        JsonNode manifest = json(found.get().text());
        if (!manifest.has("manifests")) {
            copyParts(from, source.repository(), manifest, to, repository);
            to.putManifest(repository, version, found.get());
            return true;
        }
        ObjectNode index = manifest.deepCopy();
        ArrayNode kept = JSON.createArrayNode();
        for (JsonNode entry : manifest.path("manifests")) {
            if (isWanted(entry.path("platform"))) {
                String digest = entry.path("digest").asText();
                Manifest child = from.manifest(source.repository(), digest)
                        .orElseThrow(() -> new RegistryException(from.host() + " lacks a part of " + source));
                copyParts(from, source.repository(), json(child.text()), to, repository);
                to.putManifest(repository, digest, child);
                kept.add(entry);
            }
        }
        index.set("manifests", kept);
        boolean whole = kept.size() == manifest.path("manifests").size();
        to.putManifest(
                repository,
                version,
                whole ? found.get() : new Manifest(found.get().mediaType(), index.toString()));
        return true;
    }

    private static boolean isWanted(JsonNode platform) {
        return platform.path("os").asText().equals("linux")
                && ARCHITECTURES.contains(platform.path("architecture").asText());
    }

    private void copyParts(Registry from, String source, JsonNode manifest, Registry to, String repository) {
        copyPart(from, source, manifest.at("/config/digest").asText(), to, repository);
        for (JsonNode layer : manifest.path("layers")) {
            copyPart(from, source, layer.path("digest").asText(), to, repository);
        }
    }

    private void copyPart(Registry from, String source, String digest, Registry to, String repository) {
        if (to.hasBlob(repository, digest)) {
            return;
        }
        Path part = work.resolve(digest.replace(':', '-'));
        try {
            Files.deleteIfExists(part);
            from.blob(source, digest, part);
            to.putBlob(repository, digest, part);
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + part, e);
        }
    }

    /**
     * Pushes an image of one layer.
     *
     * @param rootFileSystem the layer, an uncompressed tar file
     * @param settings the member {@code config} of the image's configuration: {@code Env}, {@code Entrypoint}…
     * @param architecture as image configurations call it, {@code amd64}
     */
    public void push(
            Path rootFileSystem,
            ObjectNode settings,
            String architecture,
            Registry to,
            String repository,
            String version) {
        Path packed = work.resolve(rootFileSystem.getFileName() + ".gz");
        Path configFile = work.resolve(rootFileSystem.getFileName() + ".json");
        try {
            MessageDigest plain = sha256();
            MessageDigest compressed = sha256();
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(packed));
                    OutputStream gzip = new GZIPOutputStream(new DigestOutputStream(out, compressed), 1 << 16);
                    OutputStream tar = new DigestOutputStream(gzip, plain);
                    InputStream in = Files.newInputStream(rootFileSystem)) {
                in.transferTo(tar);
            }
            String layerDigest = digest(compressed);
            ObjectNode config = JSON.createObjectNode();
            config.put("architecture", architecture).put("os", "linux").put("created", "1970-01-01T00:00:00Z");
            config.set("config", settings);
            config.putObject("rootfs")
                    .put("type", "layers")
                    .putArray("diff_ids")
                    .add(digest(plain));
            byte[] configBytes = JSON.writeValueAsBytes(config);
            Files.write(configFile, configBytes);
            String configDigest = digest(sha256(), configBytes);

            to.putBlob(repository, layerDigest, packed);
            to.putBlob(repository, configDigest, configFile);
            ObjectNode manifest = JSON.createObjectNode();
            manifest.put("schemaVersion", 2).put("mediaType", Registry.OCI_MANIFEST);
            manifest.putObject("config")
                    .put("mediaType", Registry.OCI_CONFIG)
                    .put("size", configBytes.length)
                    .put("digest", configDigest);
            manifest.putArray("layers")
                    .addObject()
                    .put("mediaType", Registry.OCI_LAYER)
                    .put("size", Files.size(packed))
                    .put("digest", layerDigest);
            to.putManifest(repository, version, new Manifest(Registry.OCI_MANIFEST, manifest.toString()));
            Files.deleteIfExists(packed);
            Files.deleteIfExists(configFile);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot pack " + rootFileSystem, e);
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new RegistryException("A registry sent a manifest that is not JSON", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String digest(MessageDigest digest, byte[] content) {
        digest.update(content);
        return digest(digest);
    }

    private static String digest(MessageDigest digest) {
        return "sha256:" + HexFormat.of().formatHex(digest.digest());
    }
}
