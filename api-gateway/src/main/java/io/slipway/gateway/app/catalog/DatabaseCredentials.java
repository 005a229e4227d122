package io.slipway.gateway.app.catalog;

import io.slipway.events.spec.DatabaseSpec.Engine;
import io.slipway.gateway.domain.catalog.ServiceConfig.DatabaseConfig;
import io.slipway.kit.secret.SecretCipher;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;

/** Makes up who may log in to a new database. */
@ApplicationScoped
public class DatabaseCredentials {

    /** Letters and digits only: nothing has to be escaped in a URL or on a command line. */
    private static final String ALPHABET = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private static final String LETTERS = ALPHABET.substring(0, 25);
    private static final int PASSWORD_LENGTH = 32;
    private static final int LOGIN_LENGTH = 12;

    private final SecretCipher cipher;
    private final SecureRandom random = new SecureRandom();

    @Inject
    public DatabaseCredentials(SecretCipher cipher) {
        this.cipher = cipher;
    }

    /** A new login with its encrypted password and database name. */
    public Credentials generate(Engine engine) {
        String login = switch (engine) {
            // Its default user: what comes with every client and image.
            case REDIS -> "default";
            case POSTGRESQL, MYSQL, MONGODB ->
                text(1, LETTERS) + text(LOGIN_LENGTH - 1, ALPHABET).toLowerCase(java.util.Locale.ROOT);
        };
        String databaseName = switch (engine) {
            case REDIS -> "0";
            case POSTGRESQL, MYSQL, MONGODB -> "app";
        };
        return new Credentials(login, cipher.encrypt(text(PASSWORD_LENGTH, ALPHABET)), databaseName);
    }

    /** The plain password of a database; it goes to who asks for it by name and nowhere else. */
    public String password(DatabaseConfig database) {
        return cipher.decrypt(database.password());
    }

    private String text(int length, String alphabet) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    /** A login; the password is ciphertext. */
    public record Credentials(String login, String password, String databaseName) {

        @Override
        public String toString() {
            return "Credentials[" + login + "]";
        }
    }
}
