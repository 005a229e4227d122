package io.slipway.output.domain;

/** The text is no JSON. The message tells what was expected where, never what the text says. */
final class JsonException extends Exception {

    JsonException(Place place, String message) {
        super(message + " (" + place + ")");
    }
}
