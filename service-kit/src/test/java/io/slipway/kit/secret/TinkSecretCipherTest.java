package io.slipway.kit.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TinkSecretCipherTest {

    @TempDir
    Path directory;

    @Test
    void shouldReadBackWhatItEncrypted() {
        TinkSecretCipher cipher = cipher("keys.json");

        for (String secret : List.of("", "hunter2", "Zürich\n🚢", "x".repeat(100_000))) {
            assertThat(cipher.decrypt(cipher.encrypt(secret))).isEqualTo(secret);
        }
    }

    @Test
    void shouldWriteTextWithTheVersionInFrontAndNeverTheSameTwice() {
        TinkSecretCipher cipher = cipher("keys.json");

        assertThat(cipher.encrypt("hunter2"))
                .startsWith(TinkSecretCipher.PREFIX)
                .doesNotContain("hunter2");
        assertThat(cipher.encrypt("hunter2")).isNotEqualTo(cipher.encrypt("hunter2"));
    }

    @Test
    void shouldStillReadOldSecretsAfterARotation() {
        Path keys = directory.resolve("keys.json");
        String old = cipher("keys.json").encrypt("before");

        KeysetFile.rotate(keys);

        TinkSecretCipher rotated = TinkSecretCipher.fromFile(keys);
        assertThat(rotated.decrypt(old)).isEqualTo("before");
        String fresh = rotated.encrypt("after");
        assertThat(rotated.decrypt(fresh)).isEqualTo("after");
        assertThat(keyId(fresh)).isNotEqualTo(keyId(old));
    }

    @Test
    void shouldRefuseWhatAnotherKeysetEncrypted() {
        String foreign = cipher("other.json").encrypt("hunter2");

        assertThatThrownBy(() -> cipher("keys.json").decrypt(foreign))
                .isInstanceOf(SecretException.class)
                .hasMessageContaining("keyset");
    }

    @Test
    void shouldRefuseWhatWasChanged() {
        TinkSecretCipher cipher = cipher("keys.json");
        String ciphertext = cipher.encrypt("hunter2");
        char middle = ciphertext.charAt(30);
        String changed = ciphertext.substring(0, 30) + (middle == 'A' ? 'B' : 'A') + ciphertext.substring(31);

        assertThatThrownBy(() -> cipher.decrypt(changed)).isInstanceOf(SecretException.class);
    }

    @Test
    void shouldRefuseTextThatIsNoCiphertextAndNotRepeatIt() {
        TinkSecretCipher cipher = cipher("keys.json");

        assertThatThrownBy(() -> cipher.decrypt("hunter2"))
                .isInstanceOf(SecretException.class)
                .hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> cipher.decrypt(TinkSecretCipher.PREFIX + "%%%"))
                .isInstanceOf(SecretException.class)
                .hasMessageNotContaining("%%%");
    }

    @Test
    void shouldCreateTheKeysetOnceAndForItsOwnerAlone() throws IOException {
        Path keys = directory.resolve("deep/er/keys.json");

        assertThat(KeysetFile.createIfMissing(keys)).isTrue();
        String content = Files.readString(keys);
        assertThat(KeysetFile.createIfMissing(keys)).isFalse();

        assertThat(Files.readString(keys)).isEqualTo(content);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)))
                .isEqualTo("rw-------");
        assertThat(filesBeside(keys)).containsExactly(keys);
    }

    @Test
    void shouldKeepTheFileForItsOwnerAloneAfterARotation() throws IOException {
        Path keys = directory.resolve("keys.json");
        KeysetFile.createIfMissing(keys);

        KeysetFile.rotate(keys);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)))
                .isEqualTo("rw-------");
        assertThat(filesBeside(keys)).containsExactly(keys);
    }

    @Test
    void shouldCreateOneKeysetWhenManyTryAtOnce() throws Exception {
        Path keys = directory.resolve("keys.json");
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<Boolean>> tries = IntStream.range(0, 16)
                    .<Callable<Boolean>>mapToObj(_ -> () -> KeysetFile.createIfMissing(keys))
                    .toList();
            long created = 0;
            for (var result : threads.invokeAll(tries)) {
                created += result.get() ? 1 : 0;
            }
            assertThat(created).isEqualTo(1);
        }
        assertThat(filesBeside(keys)).containsExactly(keys);
        assertThat(cipher("keys.json").encrypt("works")).isNotEmpty();
    }

    @Test
    void shouldSayWhichFileIsMissingOrNoKeyset() throws IOException {
        Path nothing = directory.resolve("nothing.json");
        Path garbage = Files.writeString(directory.resolve("garbage.json"), "{}x");

        assertThatThrownBy(() -> TinkSecretCipher.fromFile(nothing))
                .isInstanceOf(SecretException.class)
                .hasMessageContaining("nothing.json");
        assertThatThrownBy(() -> TinkSecretCipher.fromFile(garbage))
                .isInstanceOf(SecretException.class)
                .hasMessageContaining("garbage.json");
    }

    private TinkSecretCipher cipher(String file) {
        Path keys = directory.resolve(file);
        KeysetFile.createIfMissing(keys);
        return TinkSecretCipher.fromFile(keys);
    }

    /** Tink begins ciphertext with a version byte and the id of the key: five bytes, six characters and a bit. */
    private static String keyId(String ciphertext) {
        return ciphertext.substring(TinkSecretCipher.PREFIX.length()).substring(0, 6);
    }

    private static List<Path> filesBeside(Path file) throws IOException {
        try (Stream<Path> files = Files.list(file.getParent())) {
            return files.toList();
        }
    }
}
