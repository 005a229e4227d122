package io.slipway.kit.secret;

/** Encrypts and decrypts secret values. Implementations may be shared between threads. */
public interface SecretCipher {

    /** Ciphertext of {@code plaintext}, as text; different at each call. */
    String encrypt(String plaintext);

    /**
     * The text that {@code ciphertext} was made from.
     *
     * @throws SecretException if it was not made by this cipher, was changed, or its key is not in the keyset
     */
    String decrypt(String ciphertext);
}
