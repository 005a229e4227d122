package io.slipway.deploy.app;

import io.slipway.kit.secret.SecretCipher;
import io.slipway.kit.secret.SecretException;

/** "Encrypts" by putting text into brackets, so that tests see what was decrypted. */
final class BracketCipher implements SecretCipher {

    @Override
    public String encrypt(String plaintext) {
        return "enc(" + plaintext + ")";
    }

    @Override
    public String decrypt(String ciphertext) {
        if (!ciphertext.startsWith("enc(")) {
            throw new SecretException("not one of mine");
        }
        return ciphertext.substring(4, ciphertext.length() - 1);
    }
}
