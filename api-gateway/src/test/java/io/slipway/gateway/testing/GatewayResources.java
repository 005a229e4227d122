package io.slipway.gateway.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.slipway.kit.secret.KeysetFile;
import io.slipway.platform.postgres.EmbeddedPostgres;
import io.slipway.testkit.TestBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.lang.JoseException;

/** A database, a broker, keys and a first token of its own for each test application. */
public final class GatewayResources implements QuarkusTestResourceLifecycleManager {

    /** The token that tests call with. */
    public static final String TOKEN = "slipway_test-token-test-token-test-token-0001";

    private static final String PROVIDER_KEY = "test.identity-provider.key";

    private EmbeddedPostgres postgres;
    private TestBroker broker;
    private IdentityProvider provider;

    @Override
    public Map<String, String> start() {
        try {
            broker = TestBroker.start("gateway");
            Path directory = broker.directory();
            Path keyset = directory.resolve("keyset.json");
            KeysetFile.createIfMissing(keyset);
            Path token = Files.writeString(directory.resolve("token"), TOKEN + "\n");
            postgres = EmbeddedPostgres.start(directory.resolve("postgres"), 0);
            RsaJsonWebKey key = IdentityProvider.key("test");
            provider = IdentityProvider.start(key);
            return Map.ofEntries(
                    Map.entry("slipway.oidc.issuer", provider.issuer()),
                    Map.entry("slipway.oidc.audience", IdentityProvider.AUDIENCE),
                    // On a machine that is busy with other tests.
                    Map.entry("slipway.oidc.timeout", "30s"),
                    Map.entry(PROVIDER_KEY, key.toJson(JsonWebKey.OutputControlLevel.INCLUDE_PRIVATE)),
                    Map.entry("quarkus.datasource.reactive.url", postgres.uri()),
                    Map.entry("quarkus.datasource.jdbc.url", postgres.jdbcUrl()),
                    Map.entry("quarkus.datasource.username", postgres.username()),
                    Map.entry("quarkus.datasource.password", postgres.password()),
                    Map.entry("kafka.bootstrap.servers", broker.bootstrapServers()),
                    Map.entry("slipway.secrets.keyset-file", keyset.toString()),
                    Map.entry("slipway.bootstrap-token-file", token.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A token of the test application's identity provider. */
    public static String personal(String email) {
        Config config = ConfigProvider.getConfig();
        try {
            RsaJsonWebKey key = (RsaJsonWebKey) JsonWebKey.Factory.newJwk(config.getValue(PROVIDER_KEY, String.class));
            return IdentityProvider.sign(
                    IdentityProvider.claims(config.getValue("slipway.oidc.issuer", String.class), email), key);
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void stop() {
        if (provider != null) {
            provider.close();
        }
        if (postgres != null) {
            postgres.close();
        }
        if (broker != null) {
            broker.close();
        }
    }
}
