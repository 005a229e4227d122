package io.slipway.events.work;

import io.slipway.events.Copies;

/** An address at which a published port is reachable from outside of the environment. */
public record Endpoint(String portName, int internalPort, String url, boolean isDefault) {

    public Endpoint {
        portName = portName == null ? "" : portName;
        Copies.required(url, "url");
    }
}
