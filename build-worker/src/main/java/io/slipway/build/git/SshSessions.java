package io.slipway.build.git;

import io.slipway.build.app.SourceRepository.Login;
import io.slipway.build.domain.BuildException;
import io.slipway.build.git.GitSettings.HostKeys;
import io.slipway.events.work.StepFailure.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.eclipse.jgit.internal.transport.sshd.OpenSshServerKeyDatabase;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;
import org.jspecify.annotations.Nullable;

/** Connections to ssh servers with one private key, which stays in memory; nothing of the user's own ssh is used. */
final class SshSessions {

    private final GitSettings settings;

    SshSessions(GitSettings settings) {
        this.settings = settings;
    }

    /**
     * A factory for one fetch; to be closed.
     *
     * @param home a directory of the build, taken for the user's home
     */
    SshdSessionFactory open(@Nullable Login login, Path home) throws IOException {
        Path ssh = Files.createDirectories(home.resolve(".ssh"));
        if (settings.knownHosts().getParent() != null) {
            Files.createDirectories(settings.knownHosts().getParent());
        }
        List<KeyPair> keys = keys(login);
        return new SshdSessionFactoryBuilder()
                .setHomeDirectory(home.toFile())
                .setSshDirectory(ssh.toFile())
                .setConfigStoreFactory((_, _, _) -> null)
                .setConnectorFactory(null)
                .setPreferredAuthentications("publickey")
                .setDefaultIdentities(_ -> List.of())
                .setDefaultKeysProvider(_ -> keys)
                .setServerKeyDatabase((_, _) -> new Database(settings))
                .build(null);
    }

    private static List<KeyPair> keys(@Nullable Login login) {
        if (login == null) {
            throw unusable("an ssh address needs credentials with a private key");
        }
        if (!login.secret().contains("PRIVATE KEY-----")) {
            throw unusable("the credentials for an ssh address have to be a private key"
                    + " (-----BEGIN … PRIVATE KEY-----); use https:// with a token");
        }
        // Text fields of forms tend to eat the last line end, which some formats need.
        byte[] text = (login.secret().strip().replace("\r\n", "\n") + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            List<KeyPair> keys = new ArrayList<>();
            Iterable<KeyPair> loaded = SecurityUtils.loadKeyPairIdentities(
                    null, NamedResource.ofName("private key"), new ByteArrayInputStream(text), null);
            if (loaded != null) {
                loaded.forEach(keys::add);
            }
            if (keys.isEmpty()) {
                throw unusable("the private key is of a kind that is not supported");
            }
            return keys;
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            if (e instanceof BuildException known) {
                throw known;
            }
            throw unusable("the private key cannot be read: it is damaged, or protected by a passphrase, which is not"
                    + " supported");
        }
    }

    private static BuildException unusable(String message) {
        return new BuildException(Reason.GIT_UNAVAILABLE, message);
    }

    /** The known hosts file, asked with the configured policy. */
    private static final class Database implements ServerKeyDatabase {

        private final OpenSshServerKeyDatabase file;
        private final HostKeys policy;

        private Database(GitSettings settings) {
            this.file = new OpenSshServerKeyDatabase(false, List.of(settings.knownHosts()));
            this.policy = settings.hostKeys();
        }

        @Override
        public List<PublicKey> lookup(String connectAddress, InetSocketAddress remote, Configuration config) {
            return file.lookup(connectAddress, remote, new Policy(config, policy));
        }

        @Override
        public boolean accept(
                String connectAddress,
                InetSocketAddress remote,
                PublicKey key,
                Configuration config,
                @Nullable CredentialsProvider provider) {
            return file.accept(connectAddress, remote, key, new Policy(config, policy), null);
        }
    }

    /** The session's configuration with the installation's policy instead of the user's. */
    private record Policy(ServerKeyDatabase.Configuration config, HostKeys policy)
            implements ServerKeyDatabase.Configuration {

        @Override
        public List<String> getUserKnownHostsFiles() {
            return List.of();
        }

        @Override
        public List<String> getGlobalKnownHostsFiles() {
            return List.of();
        }

        @Override
        public StrictHostKeyChecking getStrictHostKeyChecking() {
            return switch (policy) {
                case ACCEPT_NEW -> StrictHostKeyChecking.ACCEPT_NEW;
                case STRICT -> StrictHostKeyChecking.REQUIRE_MATCH;
                case ACCEPT_ANY -> StrictHostKeyChecking.ACCEPT_ANY;
            };
        }

        @Override
        public boolean getHashKnownHosts() {
            return false;
        }

        @Override
        public String getUsername() {
            return config.getUsername();
        }
    }
}
