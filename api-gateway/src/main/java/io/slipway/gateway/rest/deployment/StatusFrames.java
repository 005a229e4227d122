package io.slipway.gateway.rest.deployment;

import io.slipway.gateway.app.deployment.Pictures.Scene;
import io.slipway.gateway.rest.body.ListBody;
import java.util.List;

/** Statuses for those who follow them, in the shapes that the REST operations answer. */
public final class StatusFrames {

    private StatusFrames() {}

    /** An environment with its stages and services. */
    public static Object ofEnvironment(Scene scene) {
        return StagesBody.of(scene.picture());
    }

    /** What {@link #ofProject} says of one environment. */
    public static Object inProject(Scene scene) {
        return EnvironmentStatusBody.of(scene.picture());
    }

    /** The environments of a project. */
    public static Object ofProject(List<Object> environments) {
        return new ListBody<>(environments);
    }
}
