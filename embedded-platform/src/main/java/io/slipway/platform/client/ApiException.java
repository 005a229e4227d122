package io.slipway.platform.client;

/** An answer of the REST interface that is an error. */
public final class ApiException extends RuntimeException {

    private static final int LONGEST_BODY = 600;

    private final int status;
    private final String body;

    /** The answer to {@code request} (method and path) with its HTTP status and body. */
    public ApiException(String request, int status, String body) {
        super(request + " answered " + status + ": " + shortened(body));
        this.status = status;
        this.body = body;
    }

    /** HTTP status. */
    public int status() {
        return status;
    }

    /** Body as it came. */
    public String body() {
        return body;
    }

    private static String shortened(String body) {
        return body.length() <= LONGEST_BODY ? body : body.substring(0, LONGEST_BODY) + "…";
    }
}
