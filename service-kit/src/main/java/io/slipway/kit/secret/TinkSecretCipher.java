package io.slipway.kit.secret;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;

/**
 * {@link SecretCipher} over a Tink AEAD keyset.
 *
 * <p>Ciphertext is text: {@value #PREFIX} followed by base64url without padding. The prefix is the version of the format
 * and lets a scan tell ciphertext from plain text; another version gets another prefix.
 */
public final class TinkSecretCipher implements SecretCipher {

    /** What every ciphertext begins with. */
    public static final String PREFIX = "slipway-v1:";

    /** Bound into every ciphertext, so that what was encrypted for another purpose with the same keyset is refused. */
    private static final byte[] ASSOCIATED_DATA = "io.slipway.secret.v1".getBytes(StandardCharsets.UTF_8);

    private final Aead aead;

    private TinkSecretCipher(Aead aead) {
        this.aead = aead;
    }

    /**
     * A cipher with the keys of {@code keysetFile}; see {@link KeysetFile}.
     *
     * @throws SecretException if there is no such file or it is no keyset
     */
    public static TinkSecretCipher fromFile(Path keysetFile) {
        KeysetHandle keyset = KeysetFile.read(keysetFile);
        try {
            return new TinkSecretCipher(keyset.getPrimitive(RegistryConfiguration.get(), Aead.class));
        } catch (GeneralSecurityException e) {
            throw new SecretException("the keys in " + keysetFile + " are not for AEAD", e);
        }
    }

    @Override
    public String encrypt(String plaintext) {
        try {
            byte[] ciphertext = aead.encrypt(plaintext.getBytes(StandardCharsets.UTF_8), ASSOCIATED_DATA);
            return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(ciphertext);
        } catch (GeneralSecurityException e) {
            throw new SecretException("a secret cannot be encrypted", e);
        }
    }

    @Override
    public String decrypt(String ciphertext) {
        if (!ciphertext.startsWith(PREFIX)) {
            throw new SecretException("not a ciphertext of a known version: it does not begin with '" + PREFIX + "'");
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(ciphertext.substring(PREFIX.length()));
            return new String(aead.decrypt(bytes, ASSOCIATED_DATA), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new SecretException("the ciphertext is damaged: it is not base64url");
        } catch (GeneralSecurityException e) {
            throw new SecretException(
                    "the ciphertext was changed, or was made with a key that is not in this service's keyset", e);
        }
    }
}
