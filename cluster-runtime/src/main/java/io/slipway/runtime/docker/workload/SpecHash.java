package io.slipway.runtime.docker.workload;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.slipway.events.EventJson;
import io.slipway.runtime.ProcessInput;
import io.slipway.runtime.Workload;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Hash of everything that an instance is made of: when it is the same, nothing has to be touched. How many instances there
 * are is not part of it, nor are attempt, deployment and the name that people gave the service.
 */
public final class SpecHash {

    private SpecHash() {}

    /**
     * The hash of {@code workload}.
     *
     * @param imageId the engine's id of the image, which changes when a tag moves
     */
    public static String of(Workload workload, String imageId) {
        Map<String, @Nullable Object> parts = new LinkedHashMap<>();
        parts.put("image", imageId);
        ProcessInput input = workload.input();
        parts.put("entrypoint", input.entrypoint());
        parts.put("arguments", input.arguments());
        parts.put("environment", new TreeMap<>(input.environment()));
        parts.put("files", input.files());
        parts.put("resources", workload.resources());
        switch (workload) {
            case Workload.Service service -> {
                parts.put("hostnames", service.hostnames());
                parts.put("ports", service.ports());
                parts.put("readiness", service.readiness());
                parts.put("liveness", service.liveness());
                parts.put("volumes", service.volumes());
            }
            case Workload.Scheduled scheduled -> {
                parts.put("schedule", scheduled.schedule());
                parts.put("timezone", scheduled.timezone());
                parts.put("maxRestarts", scheduled.maxRestarts());
                parts.put("maxDurationSeconds", scheduled.maxDurationSeconds());
            }
        }
        try {
            byte[] json = EventJson.mapper().writeValueAsBytes(parts);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(json));
        } catch (JsonProcessingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
