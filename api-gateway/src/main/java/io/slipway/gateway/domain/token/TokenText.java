package io.slipway.gateway.domain.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * The text of a token: {@code slipway_} and 256 random bits. The underscore near its beginning tells clients that it is
 * no JWT.
 */
public final class TokenText {

    /** Random bytes in a token. */
    public static final int RANDOM_BYTES = 32;

    private static final String PREFIX = "slipway_";
    private static final Pattern FORM = Pattern.compile("slipway_[A-Za-z0-9_-]{32,200}");

    private TokenText() {}

    /** The token with these random bytes. */
    public static String of(byte[] random) {
        if (random.length != RANDOM_BYTES) {
            throw new IllegalArgumentException("a token has " + RANDOM_BYTES + " random bytes");
        }
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /** Whether {@code text} may be a token at all. */
    public static boolean isToken(String text) {
        return FORM.matcher(text).matches();
    }

    /** What is kept of a token. One round of SHA-256 is enough for text that cannot be guessed. */
    public static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
