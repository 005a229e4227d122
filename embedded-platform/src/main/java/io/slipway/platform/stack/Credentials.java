package io.slipway.platform.stack;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import io.slipway.platform.process.PlatformException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;

/** The files with what must stay secret: made once, readable by their owner alone. */
public final class Credentials {

    private static final int TOKEN_BYTES = 32;

    private Credentials() {}

    /** Writes a new Tink keyset (AES256-GCM) to {@code file}, unless there is one. */
    public static void createKeysetIfMissing(Path file) {
        if (Files.exists(file)) {
            return;
        }
        try {
            AeadConfig.register();
            String keyset = TinkJsonProtoKeysetFormat.serializeKeyset(
                    KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM), InsecureSecretKeyAccess.get());
            write(file, keyset);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Cannot make a keyset", e);
        }
    }

    /**
     * Adds a key to the keyset in {@code file} and makes it the one that encrypts; the others still decrypt.
     *
     * @throws PlatformException if the file is no keyset
     */
    public static void rotateKeyset(Path file) {
        try {
            AeadConfig.register();
            KeysetHandle old =
                    TinkJsonProtoKeysetFormat.parseKeyset(Files.readString(file), InsecureSecretKeyAccess.get());
            KeysetHandle rotated = KeysetHandle.newBuilder(old)
                    .addEntry(KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                            .withRandomId()
                            .makePrimary())
                    .build();
            write(file, TinkJsonProtoKeysetFormat.serializeKeyset(rotated, InsecureSecretKeyAccess.get()));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new PlatformException(
                    file + " is no keyset of Slipway: " + e.getMessage() + ". It is left as it is.");
        }
    }

    /**
     * Writes a random API token to {@code file}, unless there is one. The underscore keeps clients from taking it for a
     * JWT.
     */
    public static void createTokenIfMissing(Path file) {
        if (Files.exists(file)) {
            return;
        }
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        write(file, "slipway_" + Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n");
    }

    private static void write(Path file, String text) {
        try {
            Path directory = file.toAbsolutePath().getParent();
            if (!Files.exists(directory)) {
                Files.createDirectories(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            Path whole = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(whole);
            Files.createFile(whole, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(whole, text);
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }
}
