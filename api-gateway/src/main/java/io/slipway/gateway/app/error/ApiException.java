package io.slipway.gateway.app.error;

import java.util.List;
import java.util.stream.Collectors;

/** A refusal that the caller can do something about; its message is for people and holds no secret. */
public abstract sealed class ApiException extends RuntimeException {

    private ApiException(String message) {
        super(message, null, false, false);
    }

    /** The request is not as it has to be; names every field that is wrong. */
    public static final class Invalid extends ApiException {

        private final transient List<FieldError> errors;

        public Invalid(List<FieldError> errors) {
            super(errors.stream().map(FieldError::toString).collect(Collectors.joining("; ")));
            this.errors = List.copyOf(errors);
        }

        public Invalid(String field, String problem) {
            this(List.of(new FieldError(field, problem)));
        }

        /** What is wrong, in the order of the request. */
        public List<FieldError> errors() {
            return errors;
        }
    }

    /** The caller did not say, or not credibly, who it is. */
    public static final class Unauthorized extends ApiException {
        public Unauthorized(String message) {
            super(message);
        }
    }

    /** The caller may not do this. */
    public static final class Forbidden extends ApiException {
        public Forbidden(String message) {
            super(message);
        }
    }

    /** There is no such thing. */
    public static final class NotFound extends ApiException {

        private final transient Object id;

        /** For example {@code new NotFound("environment", id)}. */
        public NotFound(String what, Object id) {
            this(id, "There is no " + what + " '" + id + "'");
        }

        private NotFound(Object id, String message) {
            super(message);
            this.id = id;
        }

        /** The id that leads nowhere. */
        public Object id() {
            return id;
        }

        /** The same, said of the field that has the id. */
        public NotFound in(String field) {
            return new NotFound(id, "'" + field + "' leads nowhere: " + getMessage());
        }
    }

    /** The request cannot be served in the present state; the message says why. */
    public static final class Conflict extends ApiException {
        public Conflict(String message) {
            super(message);
        }
    }

    /**
     * One thing that is wrong in a request.
     *
     * @param field path of the field as the request writes it, for example {@code ports[0].internal_port}
     * @param problem completes the sentence that begins with the field
     */
    public record FieldError(String field, String problem) {
        @Override
        public String toString() {
            return "'" + field + "' " + problem;
        }
    }
}
