package io.slipway.build.git;

import io.slipway.build.app.SourceRepository.Login;
import io.slipway.build.domain.source.GitUrl;
import java.util.Locale;
import org.eclipse.jgit.errors.UnsupportedCredentialItem;
import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.URIish;

/** User name and token, for the server that they are meant for: a redirect elsewhere does not get them. */
final class HttpCredentials extends CredentialsProvider {

    private final GitUrl url;
    private final Login login;

    HttpCredentials(GitUrl url, Login login) {
        this.url = url;
        this.login = login;
    }

    @Override
    public boolean isInteractive() {
        return false;
    }

    @Override
    public boolean supports(CredentialItem... items) {
        for (CredentialItem item : items) {
            if (!(item instanceof CredentialItem.Username) && !(item instanceof CredentialItem.Password)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean get(URIish uri, CredentialItem... items) throws UnsupportedCredentialItem {
        if (!isMeantFor(uri)) {
            return false;
        }
        for (CredentialItem item : items) {
            switch (item) {
                case CredentialItem.Username username -> username.setValue(username());
                case CredentialItem.Password password ->
                    password.setValue(login.secret().toCharArray());
                default -> {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean isMeantFor(URIish uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        boolean encrypted = scheme.equals("https");
        return host.equals(url.host()) && (encrypted || url.scheme() == GitUrl.Scheme.HTTP);
    }

    /** The name for a token that came without one; most servers take any, Bitbucket wants its own. */
    private String username() {
        if (!login.username().isBlank()) {
            return login.username();
        }
        return url.host().contains("bitbucket") ? "x-token-auth" : "oauth2";
    }
}
