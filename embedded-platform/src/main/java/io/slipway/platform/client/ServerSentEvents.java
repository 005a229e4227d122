package io.slipway.platform.client;

import java.util.function.Consumer;

/** Puts the lines of an event stream together to events, as the HTML standard says; only the data matters here. */
final class ServerSentEvents {

    private static final String DATA = "data:";

    private final Consumer<String> consumer;
    private final StringBuilder data = new StringBuilder();

    ServerSentEvents(Consumer<String> consumer) {
        this.consumer = consumer;
    }

    /** Takes the next line, without its end. An empty one completes an event. */
    void line(String line) {
        if (line.isEmpty()) {
            if (!data.isEmpty()) {
                String event = data.substring(0, data.length() - 1);
                data.setLength(0);
                consumer.accept(event);
            }
        } else if (line.startsWith(DATA)) {
            String value = line.substring(DATA.length());
            data.append(value.startsWith(" ") ? value.substring(1) : value).append('\n');
        }
    }
}
