package io.slipway.kit.secret;

/** A secret cannot be encrypted or decrypted, or the keyset is unusable. The message never has a secret in it. */
public final class SecretException extends RuntimeException {

    public SecretException(String message) {
        super(message);
    }

    public SecretException(String message, Throwable cause) {
        super(message, cause);
    }
}
