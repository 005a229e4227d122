package io.slipway.platform.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import io.slipway.platform.process.PlatformException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {

    @TempDir
    Path directory;

    @Test
    void shouldWriteAKeysetThatEncryptsAndDecrypts() throws Exception {
        Path file = directory.resolve("secrets/keyset.json");

        Credentials.createKeysetIfMissing(file);

        KeysetHandle keyset =
                TinkJsonProtoKeysetFormat.parseKeyset(Files.readString(file), InsecureSecretKeyAccess.get());
        Aead aead = keyset.getPrimitive(RegistryConfiguration.get(), Aead.class);
        byte[] secret = "secret".getBytes(StandardCharsets.UTF_8);
        assertThat(aead.decrypt(aead.encrypt(secret, new byte[0]), new byte[0])).isEqualTo(secret);
    }

    @Test
    void shouldStillReadWhatWasEncryptedBeforeARotation() throws Exception {
        Path file = directory.resolve("keyset.json");
        Credentials.createKeysetIfMissing(file);
        byte[] secret = "secret".getBytes(StandardCharsets.UTF_8);
        byte[] before = aead(file).encrypt(secret, new byte[0]);
        KeysetHandle old = TinkJsonProtoKeysetFormat.parseKeyset(Files.readString(file), InsecureSecretKeyAccess.get());

        Credentials.rotateKeyset(file);

        assertThat(aead(file).decrypt(before, new byte[0])).isEqualTo(secret);
        byte[] after = aead(file).encrypt(secret, new byte[0]);
        assertThatThrownBy(() -> old.getPrimitive(RegistryConfiguration.get(), Aead.class)
                        .decrypt(after, new byte[0]))
                .as("the new key encrypts")
                .isInstanceOf(GeneralSecurityException.class);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void shouldLeaveAFileThatIsNoKeysetAsItIs() throws Exception {
        Path file = Files.writeString(directory.resolve("keyset.json"), "mine");

        assertThatThrownBy(() -> Credentials.rotateKeyset(file)).hasMessageContaining("no keyset");
        assertThat(file).hasContent("mine");
    }

    private static Aead aead(Path file) throws Exception {
        return TinkJsonProtoKeysetFormat.parseKeyset(Files.readString(file), InsecureSecretKeyAccess.get())
                .getPrimitive(RegistryConfiguration.get(), Aead.class);
    }

    @Test
    void shouldWriteATokenThatIsLongAndNoJwt() throws Exception {
        Path file = directory.resolve("token");

        Credentials.createTokenIfMissing(file);

        assertThat(Files.readString(file).strip()).matches("slipway_[A-Za-z0-9_-]{43}");
    }

    @Test
    void shouldKeepBothToTheirOwner() throws Exception {
        Path keyset = directory.resolve("secrets/keyset.json");
        Path token = directory.resolve("secrets/token");
        Credentials.createKeysetIfMissing(keyset);
        Credentials.createTokenIfMissing(token);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keyset)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(token)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keyset.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void shouldLeaveWhatThereIs() throws Exception {
        Path keyset = directory.resolve("keyset.json");
        Path token = directory.resolve("token");
        Files.writeString(keyset, "mine");
        Files.writeString(token, "mine too");

        Credentials.createKeysetIfMissing(keyset);
        Credentials.createTokenIfMissing(token);

        assertThat(keyset).hasContent("mine");
        assertThat(token).hasContent("mine too");
    }

    @Test
    void shouldLetContainersReadWhatIsInADirectoryThatNobodyElseCanEnter() throws Exception {
        Path secrets = directory.resolve("new/secrets");
        Path token = secrets.resolve("token");

        Credentials.makePrivateDirectory(secrets);
        Credentials.createTokenIfMissing(token);
        Credentials.makeReadable(token);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(token)))
                .isEqualTo("rw-r--r--");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxr-xr-x", "rwx--x---", "rwx-----x"})
    void shouldNotMakeFilesReadableWhereOthersCanEnter(String permissions) throws Exception {
        Path open = Files.createDirectory(directory.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString(permissions));

        assertThatThrownBy(() -> Credentials.makePrivateDirectory(open))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("chmod 700 " + open);
    }
}
