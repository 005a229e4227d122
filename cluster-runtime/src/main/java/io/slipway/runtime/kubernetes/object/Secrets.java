package io.slipway.runtime.kubernetes.object;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.slipway.events.EventJson;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.kit.work.StepException;
import io.slipway.runtime.InputFile;
import io.slipway.runtime.ProcessInput;
import io.slipway.runtime.RegistryLogin;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Secrets: what processes start with, and logins of registries. */
public final class Secrets {

    /** What a cluster takes: 1 MiB for all values of a secret. */
    public static final int MAX_BYTES = 1024 * 1024;

    private Secrets() {}

    /**
     * A secret with the variables of a process.
     *
     * @throws StepException if they are too large
     */
    public static Secret variables(ObjectMeta metadata, ProcessInput input) {
        Map<String, String> data = new TreeMap<>();
        input.environment().forEach((name, value) -> data.put(name, base64(value)));
        return secret(metadata, data, "The variables");
    }

    /**
     * A secret with the files of a process, by {@link #fileKey}.
     *
     * @throws StepException if they are too large
     */
    public static Secret files(ObjectMeta metadata, List<InputFile> files) {
        Map<String, String> data = new TreeMap<>();
        for (int i = 0; i < files.size(); i++) {
            data.put(fileKey(i), base64(files.get(i).content()));
        }
        return secret(metadata, data, "The files");
    }

    /** The key of the file of this index. */
    public static String fileKey(int index) {
        return "file-" + index;
    }

    /** A secret that lets images be pulled from {@code host}. */
    public static Secret pull(ObjectMeta metadata, String host, RegistryLogin login) {
        String server = host.equals("docker.io") ? "https://index.docker.io/v1/" : host;
        Map<String, Object> auths = Map.of(
                "auths",
                Map.of(
                        server,
                        new TreeMap<>(Map.of(
                                "username", login.username(),
                                "password", login.password(),
                                "auth", base64(login.username() + ":" + login.password())))));
        try {
            return new SecretBuilder()
                    .withMetadata(metadata)
                    .withType("kubernetes.io/dockerconfigjson")
                    .addToData(".dockerconfigjson", base64(EventJson.mapper().writeValueAsString(auths)))
                    .build();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Secret secret(ObjectMeta metadata, Map<String, String> data, String what) {
        long bytes = data.values().stream()
                .mapToLong(value -> Base64.getDecoder().decode(value).length)
                .sum();
        if (bytes > MAX_BYTES) {
            throw new StepException(
                    Reason.UNSUPPORTED,
                    what + " of the service take " + bytes + " bytes; a Kubernetes cluster takes no more than "
                            + MAX_BYTES + ". Put what is large into the image or a volume.");
        }
        return new SecretBuilder()
                .withMetadata(metadata)
                .withType("Opaque")
                .withImmutable(true)
                .withData(data)
                .build();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
