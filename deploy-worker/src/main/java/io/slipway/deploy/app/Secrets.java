package io.slipway.deploy.app;

import io.slipway.events.spec.ImageSource.Credentials;
import io.slipway.events.spec.Value;
import io.slipway.events.work.Image;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.kit.secret.SecretCipher;
import io.slipway.kit.secret.SecretException;
import io.slipway.kit.work.StepException;
import io.slipway.runtime.ImageToRun;
import io.slipway.runtime.RegistryLogin;

/** Reads the secrets of commands that are no variables. */
final class Secrets {

    private final SecretCipher cipher;

    Secrets(SecretCipher cipher) {
        this.cipher = cipher;
    }

    /** {@code value} in plain text; {@code what} names it when it cannot be read. */
    String plain(Value value, String what) {
        try {
            return value.secret() ? cipher.decrypt(value.text()) : value.text();
        } catch (SecretException e) {
            throw new StepException(Reason.INTERNAL, what + " cannot be decrypted: " + e.getMessage(), e);
        }
    }

    /** {@code image} with the login for its registry. */
    ImageToRun image(Image image) {
        Credentials credentials = image.pullCredentials();
        RegistryLogin login = credentials == null
                ? null
                : new RegistryLogin(credentials.username(), plain(credentials.secret(), "The registry's password"));
        return new ImageToRun(image.reference(), image.digest(), login);
    }
}
