package io.slipway.build.git;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.command.AbstractCommandSupport;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.UploadPack;

/** Serves one repository over ssh on the loopback interface to the holder of one key. */
final class GitSshServer implements AutoCloseable {

    private final SshServer server = SshServer.setUpDefaultServer();

    GitSshServer(Repository repository, KeyPair user, KeyPair host) throws IOException {
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(KeyPairProvider.wrap(host));
        server.setPublickeyAuthenticator(
                (name, key, _) -> name.equals("git") && KeyUtils.compareKeys(key, user.getPublic()));
        server.setCommandFactory((_, command) -> new AbstractCommandSupport(command, null) {
            @Override
            public void run() {
                int exit = 1;
                try {
                    if (command.equals("git-upload-pack '/repo.git'")) {
                        new UploadPack(repository).upload(getInputStream(), getOutputStream(), getErrorStream());
                        exit = 0;
                    } else {
                        getErrorStream().write("repository not found\n".getBytes(StandardCharsets.UTF_8));
                        getErrorStream().flush();
                    }
                } catch (IOException _) {
                    exit = 1;
                }
                onExit(exit);
            }
        });
        server.start();
    }

    String url() {
        return "ssh://git@127.0.0.1:" + server.getPort() + "/repo.git";
    }

    /** As another server at the same address would do. */
    void changeHostKey(KeyPair host) {
        server.setKeyPairProvider(KeyPairProvider.wrap(host));
    }

    int port() {
        return server.getPort();
    }

    static KeyPair rsa() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    /** The private key as ssh-keygen writes it. */
    static String openSsh(KeyPair pair) throws IOException, GeneralSecurityException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new OpenSSHKeyPairResourceWriter().writePrivateKey(pair, "test", null, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            server.stop(true);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
