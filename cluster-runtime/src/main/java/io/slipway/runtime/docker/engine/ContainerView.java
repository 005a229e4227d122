package io.slipway.runtime.docker.engine;

import io.slipway.events.Copies;
import io.slipway.runtime.ServiceKey;
import io.slipway.runtime.docker.Labels;
import java.util.Map;

/**
 * A container as the engine lists it.
 *
 * @param state {@code created}, {@code running}, {@code paused}, {@code restarting}, {@code removing}, {@code exited} or
 *     {@code dead}
 * @param imageId the engine's id of the image that it was created from
 * @param image the image's name; its id if the name stands for another one now
 */
public record ContainerView(
        String id, String name, String state, String imageId, String image, Map<String, String> labels) {

    public ContainerView {
        labels = Copies.map(labels);
    }

    /** Whether its process runs. */
    public boolean running() {
        return state.equals("running");
    }

    /** Whether its process runs or is about to be started by the engine. */
    public boolean active() {
        return running() || state.equals("restarting") || state.equals("paused");
    }

    /** Whether its process has run and ended. */
    public boolean ended() {
        return state.equals("exited") || state.equals("dead");
    }

    /** A label's value, empty if it has none. */
    public String label(String key) {
        return labels.getOrDefault(key, "");
    }

    /** A label's value as a number, 0 if it is none. */
    public long number(String key) {
        try {
            return Long.parseLong(label(key));
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    /** The service that it belongs to. */
    public ServiceKey service() {
        return new ServiceKey(label(Labels.ENVIRONMENT), label(Labels.SERVICE));
    }

    /** The attempt that created it. */
    public long attempt() {
        return number(Labels.ATTEMPT);
    }

    /** What it is for, see {@link Labels}. */
    public String role() {
        return label(Labels.ROLE);
    }
}
