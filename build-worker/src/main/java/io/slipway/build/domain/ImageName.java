package io.slipway.build.domain;

import io.slipway.events.variable.VariableNames;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Names images after what goes into them: {@code <prefix>/<service>-<name>:<commit>-<hash>}. The same inputs give the same
 * name, so an image that exists under it need not be built again; a name never stands for two contents.
 */
public final class ImageName {

    private static final int MAX_NAME = 40;
    private static final int SHORT = 12;

    private ImageName() {}

    /**
     * All that decides what an image contains.
     *
     * @param commit id of the commit
     * @param contextTree id of the git tree that is the build context
     * @param dockerfile its text
     * @param targetStage null = the last
     * @param arguments the build arguments that the Dockerfile takes
     */
    public record Inputs(
            String commit,
            String contextTree,
            String dockerfile,
            @Nullable String targetStage,
            Map<String, String> arguments) {}

    /** The reference of the image that {@code inputs} make for a service. */
    public static String reference(String prefix, String serviceId, String serviceName, Inputs inputs) {
        return prefix + "/" + VariableNames.dnsLabel(VariableNames.shortId(serviceId)) + "-" + shortened(serviceName)
                + ":" + inputs.commit().substring(0, SHORT) + "-" + hash(inputs).substring(0, SHORT);
    }

    private static String shortened(String serviceName) {
        String label = VariableNames.dnsLabel(serviceName);
        return label.length() <= MAX_NAME ? label : label.substring(0, MAX_NAME).replaceAll("-+$", "");
    }

    private static String hash(Inputs inputs) {
        MessageDigest digest = sha256();
        add(digest, "slipway-image-1");
        add(digest, inputs.contextTree());
        add(digest, inputs.dockerfile());
        add(digest, inputs.targetStage() == null ? "" : inputs.targetStage());
        new TreeMap<>(inputs.arguments()).forEach((name, value) -> {
            add(digest, name);
            add(digest, value);
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Adds length and text, so that no two lists of texts look the same. */
    private static void add(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
