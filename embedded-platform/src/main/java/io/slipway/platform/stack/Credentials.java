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
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/** The files with what must stay secret: made once, readable by their owner alone. */
public final class Credentials {

    private static final int TOKEN_BYTES = 32;
    private static final Set<PosixFilePermission> NOT_PRIVATE = PosixFilePermissions.fromString("---rwxrwx");

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

    /**
     * Makes {@code directory}, which nobody but its owner can enter.
     *
     * @throws PlatformException if it exists and others can enter it
     */
    public static void makePrivateDirectory(Path directory) {
        try {
            createDirectory(directory);
            if (Files.getPosixFilePermissions(directory).stream().anyMatch(NOT_PRIVATE::contains)) {
                throw new PlatformException("Others can enter " + directory
                        + ", and the files in it have to be readable for the user of the containers. Take another"
                        + " directory, or: chmod 700 " + directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make " + directory, e);
        }
    }

    /** Lets everybody read {@code file} who gets to it: the user of a container into which it is mounted. */
    public static void makeReadable(Path file) {
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot change the permissions of " + file, e);
        }
    }

    private static void createDirectory(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    private static void write(Path file, String text) {
        try {
            Path directory = file.toAbsolutePath().getParent();
            if (directory != null) {
                createDirectory(directory);
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
