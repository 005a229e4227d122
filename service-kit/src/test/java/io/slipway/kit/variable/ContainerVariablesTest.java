package io.slipway.kit.variable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.slipway.events.spec.Value;
import io.slipway.events.work.ResolvedVariable;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.kit.secret.SecretCipher;
import io.slipway.kit.secret.SecretException;
import io.slipway.kit.work.StepException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContainerVariablesTest {

    private final SecretCipher cipher = new FakeCipher();

    @Test
    void shouldKeepPlainValuesAndTheirOrder() {
        ContainerVariables variables = open(plain("B", "2"), plain("A", "1"));

        assertThat(variables.environment()).containsExactly(entry("B", "2"), entry("A", "1"));
        assertThat(variables.secretKeys()).isEmpty();
        assertThat(variables.files()).isEmpty();
    }

    @Test
    void shouldDecryptSecretsAndMaskThem() {
        ContainerVariables variables = open(secret("PASSWORD", "hunter2"), plain("USER", "ada"));

        assertThat(variables.environment()).containsEntry("PASSWORD", "hunter2");
        assertThat(variables.secretKeys()).containsExactly("PASSWORD");
        assertThat(variables.masker().mask("ada/hunter2")).isEqualTo("ada/***");
    }

    @Test
    void shouldReplaceReferencesWhateverTheirOrderAndDepth() {
        ContainerVariables variables = open(
                plain("URL", "postgres://{{ USER }}:x@{{HOST}}:{{\tPORT }}/{{USER}}"),
                plain("HOST", "db.{{ZONE}}"),
                plain("USER", "ada"),
                plain("ZONE", "local"),
                plain("PORT", "5432"));

        assertThat(variables.environment()).containsEntry("URL", "postgres://ada:x@db.local:5432/ada");
    }

    @Test
    void shouldTreatAValueThatTakesInASecretAsASecret() {
        ContainerVariables variables = open(
                plain("OUTER", "<{{URL}}>"),
                plain("URL", "u:{{PASSWORD}}"),
                secret("PASSWORD", "hunter2"),
                plain("A", "1"));

        assertThat(variables.environment()).containsEntry("OUTER", "<u:hunter2>");
        assertThat(variables.secretKeys()).containsExactly("OUTER", "URL", "PASSWORD");
        assertThat(variables.masker().mask("at <u:hunter2>.")).isEqualTo("at ***.");
    }

    @Test
    void shouldReplaceReferencesInsideOfSecrets() {
        ContainerVariables variables = open(secret("URL", "{{USER}}:pw"), plain("USER", "ada"));

        assertThat(variables.environment()).containsEntry("URL", "ada:pw");
        assertThat(variables.masker().mask("ada:pw")).isEqualTo("***");
    }

    @Test
    void shouldMountAFileAndGiveItsPathAsValueButItsContentToReferences() {
        ContainerVariables variables = open(
                file("CONF", "/etc/app.conf", "user={{USER}}"),
                plain("USER", "ada"),
                plain("COPY", "[{{CONF}}]"),
                new ResolvedVariable("KEY", Value.secret("enc:pem"), "/etc/key.pem"));

        assertThat(variables.files())
                .containsExactly(
                        new MountedFile("/etc/app.conf", "user=ada", false),
                        new MountedFile("/etc/key.pem", "pem", true));
        assertThat(variables.environment())
                .containsEntry("CONF", "/etc/app.conf")
                .containsEntry("COPY", "[user=ada]")
                .containsEntry("KEY", "/etc/key.pem");
        assertThat(variables.secretKeys()).containsExactly("KEY");
    }

    @Test
    void shouldLeaveBracesAloneThatHoldNoName() {
        String text = "{{ .Values.x }} {{}} {{a-b}} {X} {{{ {{1}}";

        assertThat(open(plain("T", text)).environment()).containsEntry("T", text);
    }

    @Test
    void shouldNotInterpretTheReplacementItself() {
        ContainerVariables variables = open(plain("A", "{{B}}"), plain("B", "$1 \\ {"), plain("C", "{{B}}{A}}"));

        assertThat(variables.environment()).containsEntry("A", "$1 \\ {").containsEntry("C", "$1 \\ {{A}}");
    }

    @Test
    void shouldNameTheCycle() {
        assertThatThrownBy(() ->
                        open(plain("X", "{{A}}"), plain("A", "{{B}}"), plain("B", "{{ C }}"), plain("C", "{{A}}")))
                .isInstanceOfSatisfying(StepException.class, e -> {
                    assertThat(e.failure().reason()).isEqualTo(Reason.INVALID_VARIABLE);
                    assertThat(e.failure().message()).contains("A → B → C → A").doesNotContain("X");
                });
        assertThatThrownBy(() -> open(plain("SELF", "{{SELF}}"))).hasMessageContaining("SELF → SELF");
    }

    @Test
    void shouldNameTheVariableThatDoesNotExistAndWhoRefersToIt() {
        assertThatThrownBy(() -> open(plain("A", "{{NOPE}}"))).isInstanceOfSatisfying(StepException.class, e -> {
            assertThat(e.failure().reason()).isEqualTo(Reason.INVALID_VARIABLE);
            assertThat(e.failure().message()).contains("A refers to {{NOPE}}");
        });
    }

    @Test
    void shouldStopReferencesThatMultiplyEachOther() {
        List<ResolvedVariable> bomb = new ArrayList<>();
        bomb.add(plain("V0", "xxxxxxxxxx"));
        for (int i = 1; i < 60; i++) {
            bomb.add(plain("V" + i, "{{V%d}}{{V%d}}".formatted(i - 1, i - 1)));
        }

        assertThatThrownBy(() -> ContainerVariables.open(bomb, cipher))
                .isInstanceOf(StepException.class)
                .hasMessageContaining("1 MiB");
    }

    @Test
    void shouldStopReferencesThatNeverEnd() {
        List<ResolvedVariable> chain = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            chain.add(plain("V" + i, "{{V" + (i + 1) + "}}"));
        }
        chain.add(plain("V10000", "end"));

        assertThatThrownBy(() -> ContainerVariables.open(chain, cipher))
                .isInstanceOf(StepException.class)
                .hasMessageContaining("V0 leads through more than 100");
    }

    @Test
    void shouldSayWhichSecretCannotBeDecrypted() {
        ResolvedVariable broken = new ResolvedVariable("TOKEN", Value.secret("not encrypted"), null);

        assertThatThrownBy(() -> open(broken)).isInstanceOfSatisfying(StepException.class, e -> {
            assertThat(e.failure().reason()).isEqualTo(Reason.INTERNAL);
            assertThat(e.failure().message()).contains("TOKEN").doesNotContain("not encrypted");
        });
    }

    @Test
    void shouldLetTheLaterOfTwoVariablesWithTheSameKeyCount() {
        assertThat(open(plain("A", "1"), plain("A", "2"), plain("B", "{{A}}")).environment())
                .containsExactly(entry("A", "2"), entry("B", "2"));
    }

    @Test
    void shouldHaveNoValuesInItsTextForm() {
        ContainerVariables variables =
                open(secret("PASSWORD", "hunter2"), new ResolvedVariable("F", Value.secret("enc:pem!"), "/f"));

        assertThat(variables.toString()).contains("PASSWORD").doesNotContain("hunter2");
        assertThat(variables.files().toString()).contains("/f").doesNotContain("pem!");
    }

    private ContainerVariables open(ResolvedVariable... variables) {
        return ContainerVariables.open(List.of(variables), cipher);
    }

    private static ResolvedVariable plain(String key, String text) {
        return new ResolvedVariable(key, Value.plain(text), null);
    }

    private static ResolvedVariable secret(String key, String text) {
        return new ResolvedVariable(key, Value.secret("enc:" + text), null);
    }

    private static ResolvedVariable file(String key, String path, String content) {
        return new ResolvedVariable(key, Value.plain(content), path);
    }

    private static final class FakeCipher implements SecretCipher {

        @Override
        public String encrypt(String plaintext) {
            return "enc:" + plaintext;
        }

        @Override
        public String decrypt(String ciphertext) {
            if (!ciphertext.startsWith("enc:")) {
                throw new SecretException("no ciphertext");
            }
            return ciphertext.substring("enc:".length());
        }
    }
}
