package io.slipway.kit.secret;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;

/**
 * The file with the keys that secrets are encrypted with: a Tink keyset in JSON, readable by its owner alone.
 *
 * <p>Rotation adds a key and makes it primary. What was encrypted with older keys stays readable as long as these are in
 * the file, so every service has to have the new file before one of them encrypts with it: rotate, distribute, restart
 * the readers (workers), then the writers.
 */
public final class KeysetFile {

    private KeysetFile() {}

    /**
     * Creates the file with one new key, together with its directories, unless it exists.
     *
     * <p>Safe against others that do the same at the same time: one of them wins, all see the winner's file whole.
     *
     * @return whether this call created it
     */
    public static boolean createIfMissing(Path file) {
        if (Files.exists(file)) {
            return false;
        }
        try {
            Path directory = file.toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            Path fresh = writeBeside(file, newKeyset());
            try {
                Files.createLink(file, fresh);
                return true;
            } catch (FileAlreadyExistsException e) {
                return false;
            } catch (UnsupportedOperationException e) {
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
                return true;
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create the keyset file " + file, e);
        }
    }

    /** Adds a new key to the file and makes it the one that encrypts; the others still decrypt. */
    public static void rotate(Path file) {
        KeysetHandle old = read(file);
        try {
            KeysetHandle rotated = KeysetHandle.newBuilder(old)
                    .addEntry(KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                            .withRandomId()
                            .makePrimary())
                    .build();
            Files.move(
                    writeBeside(file, rotated),
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (GeneralSecurityException e) {
            throw new SecretException("cannot add a key to the keyset " + file, e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the keyset file " + file, e);
        }
    }

    static KeysetHandle read(Path file) {
        registerAead();
        try {
            return TinkJsonProtoKeysetFormat.parseKeyset(
                    Files.readString(file, StandardCharsets.UTF_8), InsecureSecretKeyAccess.get());
        } catch (IOException e) {
            throw new SecretException("the keyset file " + file + " cannot be read", e);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new SecretException("the file " + file + " is no Tink keyset in JSON", e);
        }
    }

    static void registerAead() {
        try {
            AeadConfig.register();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Tink cannot be set up", e);
        }
    }

    private static KeysetHandle newKeyset() {
        registerAead();
        try {
            return KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
        } catch (GeneralSecurityException e) {
            throw new SecretException("cannot make a key", e);
        }
    }

    private static Path writeBeside(Path file, KeysetHandle keyset) throws IOException {
        String json;
        try {
            json = TinkJsonProtoKeysetFormat.serializeKeyset(keyset, InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException e) {
            throw new SecretException("cannot write the keyset", e);
        }
        Path directory = file.toAbsolutePath().getParent();
        Path fresh = Files.createTempFile(
                directory,
                ".keyset",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, json, StandardCharsets.UTF_8, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        return fresh;
    }
}
