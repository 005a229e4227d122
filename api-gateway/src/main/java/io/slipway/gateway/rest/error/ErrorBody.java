package io.slipway.gateway.rest.error;

import java.time.Instant;

/**
 * What every refusal and failure answers with.
 *
 * @param error the status' standard phrase
 * @param detail the same as {@code message}: some clients read the one, some the other
 */
public record ErrorBody(Instant timestamp, int status, String error, String message, String detail, String path) {

    /** The body for {@code status}. */
    public static ErrorBody of(int status, String message, String path) {
        return new ErrorBody(Instant.now(), status, phrase(status), message, message, path);
    }

    private static String phrase(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 406 -> "Not Acceptable";
            case 409 -> "Conflict";
            case 413 -> "Content Too Large";
            case 415 -> "Unsupported Media Type";
            case 503 -> "Service Unavailable";
            default -> status < 500 ? "Bad Request" : "Internal Server Error";
        };
    }
}
