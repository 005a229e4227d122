package io.slipway.events.spec;

import io.slipway.events.Copies;

/** One stage of the pipeline; its place in {@link EnvironmentSpec#stages()} is its order. */
public record StageSpec(String id, String name) {

    public StageSpec {
        Copies.required(id, "id");
        Copies.required(name, "name");
    }
}
