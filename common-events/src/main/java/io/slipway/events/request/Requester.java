package io.slipway.events.request;

import io.slipway.events.Copies;

/**
 * Who asked.
 *
 * @param user name or e-mail address of the person or token; neighbours in the queue with the same user merge
 */
public record Requester(String user, Origin origin) {

    public Requester {
        Copies.required(user, "user");
        origin = origin == null ? Origin.KAFKA : origin;
    }
}
