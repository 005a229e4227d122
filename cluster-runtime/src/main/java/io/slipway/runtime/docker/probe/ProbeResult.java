package io.slipway.runtime.docker.probe;

/**
 * What a probe found.
 *
 * @param answer what was asked and what came back, for people
 */
public record ProbeResult(boolean ok, String answer) {

    static ProbeResult succeeded(String answer) {
        return new ProbeResult(true, answer);
    }

    static ProbeResult failed(String answer) {
        return new ProbeResult(false, answer);
    }
}
