package io.slipway.platform.demo;

/** Something that the demo expected did not come about; the message says what. */
public final class DemoFailure extends RuntimeException {

    DemoFailure(String message) {
        super(message);
    }
}
