package io.slipway.kit.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SecretMaskerTest {

    private static final String SECRET = "pa$$ w0rd/+\"ü";

    @Test
    void shouldMaskEveryOccurrence() {
        assertThat(SecretMasker.of(List.of("hunter2")).mask("login hunter2, again:hunter2!"))
                .isEqualTo("login ***, again:***!");
    }

    @Test
    void shouldLeaveALineWithoutSecretsAsItIs() {
        String line = "nothing to see";

        assertThat(SecretMasker.of(List.of("hunter2")).mask(line)).isSameAs(line);
    }

    @Test
    void shouldMaskTheLongerOfTwoSecretsWhole() {
        assertThat(SecretMasker.of(List.of("abc", "abcdef")).mask("x abcdef y")).isEqualTo("x *** y");
    }

    @Test
    void shouldLeaveNoRestOfSecretsThatOverlap() {
        assertThat(SecretMasker.of(List.of("abcd", "cdef")).mask("-abcdef-")).isEqualTo("-***-");
        assertThat(SecretMasker.of(List.of("aXa")).mask("-aXaXa-")).isEqualTo("-***-");
    }

    @Test
    void shouldMaskEachLineOfAValueWithSeveral() {
        SecretMasker masker = SecretMasker.of(List.of("-----BEGIN KEY-----\nMIIEvQ==\r\n  indented\n"));

        assertThat(masker.mask("got MIIEvQ== here")).isEqualTo("got *** here");
        assertThat(masker.mask("an indented line")).isEqualTo("an *** line");
        assertThat(masker.mask("-----BEGIN KEY-----")).isEqualTo("***");
    }

    @Test
    void shouldLeaveShortLinesOfAValueWithSeveralReadable() {
        SecretMasker masker = SecretMasker.of(List.of("{\n\"key\": \"hunter2\"\n}"));

        assertThat(masker.mask("}")).isEqualTo("}");
        assertThat(masker.mask("  \"key\": \"hunter2\"")).isEqualTo("  ***");
    }

    @Test
    void shouldMaskAShortValueOnlyWhereItIsTheWholeLine() {
        SecretMasker masker = SecretMasker.of(List.of("42"));

        assertThat(masker.mask(" 42 ")).isEqualTo("***");
        assertThat(masker.mask("took 42 ms of 1423")).isEqualTo("took 42 ms of 1423");
    }

    @Test
    void shouldMaskUrlEncodedAndJsonEscapedForms() {
        SecretMasker masker = SecretMasker.of(List.of(SECRET));
        String form = URLEncoder.encode(SECRET, StandardCharsets.UTF_8);

        assertThat(masker.mask("u=" + form)).isEqualTo("u=***");
        assertThat(masker.mask("u=" + form.replace("+", "%20"))).isEqualTo("u=***");
        assertThat(masker.mask("u=pa%24%24+w0rd%2f%2b%22%c3%bc")).isEqualTo("u=***");
        assertThat(masker.mask("{\"p\":\"pa$$ w0rd/+\\\"ü\"}")).isEqualTo("{\"p\":\"***\"}");
    }

    @Test
    void shouldMaskBase64OfTheValueAndOfTextAroundIt() {
        SecretMasker masker = SecretMasker.of(List.of(SECRET));
        for (String around : List.of("%s", "u:%s", "us:%s", "use:%s\n", "%s@host", "a%sb", "ab%sc")) {
            String text = around.formatted(SECRET);
            for (Base64.Encoder encoder : List.of(
                    Base64.getEncoder(),
                    Base64.getUrlEncoder(),
                    Base64.getEncoder().withoutPadding())) {
                String masked = masker.mask(
                        "Authorization: Basic " + encoder.encodeToString(text.getBytes(StandardCharsets.UTF_8)));

                assertThat(masked).contains(SecretMasker.MASK);
                String rest = masked.substring("Authorization: Basic ".length()).replace(SecretMasker.MASK, "");
                // at most the characters that the secret shares with its neighbours are left
                assertThat(rest).hasSizeLessThanOrEqualTo(12);
            }
        }
    }

    @Test
    void shouldMaskWhateverTheSecretsAndTheLineAre() {
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            List<String> secrets = random.ints(3, 3, 8)
                    .mapToObj(length -> text(random, length))
                    .toList();
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < 6; i++) {
                line.append(text(random, random.nextInt(4))).append(secrets.get(random.nextInt(3)));
            }

            String masked = SecretMasker.of(secrets).mask(line.toString()).replace(SecretMasker.MASK, "#");

            assertThat(secrets).as("seed %d, line %s", seed, line).noneMatch(masked::contains);
        }
    }

    @Test
    void shouldTakeFurtherSecrets() {
        SecretMasker masker = SecretMasker.of(List.of("first")).and(List.of("second"));

        assertThat(masker.mask("first and second")).isEqualTo("*** and ***");
    }

    @Test
    void shouldNotMaskAnythingForAnEmptyValue() {
        assertThat(SecretMasker.of(List.of("", " ", "\n")).mask("a b  c")).isEqualTo("a b  c");
    }

    private static String text(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) ('a' + random.nextInt(3)));
        }
        return text.toString();
    }
}
