package io.slipway.gateway.app.git;

import io.slipway.gateway.app.Transactions;
import io.slipway.gateway.app.catalog.ProjectStore;
import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.app.error.Found;
import io.slipway.gateway.domain.git.Provider;
import io.slipway.kit.secret.SecretCipher;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** By what an organization tells reports of its git providers from anybody else's. */
@ApplicationScoped
public class WebhookSecrets {

    private static final int BYTES = 32;
    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "sha256=";

    private final WebhookStore store;
    private final ProjectStore projects;
    private final SecretCipher cipher;
    private final Transactions transactions;
    private final SecureRandom random = new SecureRandom();

    @Inject
    public WebhookSecrets(WebhookStore store, ProjectStore projects, SecretCipher cipher, Transactions transactions) {
        this.store = store;
        this.projects = projects;
        this.cipher = cipher;
        this.transactions = transactions;
    }

    /** Makes a new secret, which is told this once; an earlier one counts no longer. */
    public Uni<String> renew(UUID organizationId) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String secret = HexFormat.of().formatHex(bytes);
        return transactions.run(() -> projects.lockOrganization(organizationId)
                .map(Found.or("organization", organizationId))
                .chain(() -> store.saveSecret(organizationId, cipher.encrypt(secret)))
                .replaceWith(secret));
    }

    /**
     * Makes sure that a report comes from who knows the secret.
     *
     * @param proof GitLab sends the secret itself, the others the body's signature
     * @return fails with {@link ApiException.Unauthorized}, also where there is no such organization or no secret
     */
    public Uni<Void> check(UUID organizationId, Provider provider, @Nullable String proof, byte[] body) {
        return transactions
                .run(() -> store.secret(organizationId))
                .invoke(found -> {
                    boolean right = proof != null
                            && found.map(cipher::decrypt)
                                    .filter(secret -> isProof(provider, secret, proof, body))
                                    .isPresent();
                    if (!right) {
                        throw new ApiException.Unauthorized("The secret or signature is not valid");
                    }
                })
                .replaceWithVoid();
    }

    private static boolean isProof(Provider provider, String secret, String proof, byte[] body) {
        String wanted = switch (provider) {
            case GITLAB -> secret;
            case GITHUB, BITBUCKET -> PREFIX + HexFormat.of().formatHex(signature(secret, body));
        };
        return MessageDigest.isEqual(wanted.getBytes(StandardCharsets.UTF_8), proof.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] signature(String secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
