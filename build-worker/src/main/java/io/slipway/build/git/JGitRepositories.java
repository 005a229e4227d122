package io.slipway.build.git;

import io.slipway.build.app.Checkout;
import io.slipway.build.app.SourceRepository;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Fetches commits into bare repositories of their own. Nothing is checked out: no hook, filter, submodule or symbolic link
 * of the repository has any effect on this machine.
 */
public final class JGitRepositories implements SourceRepository {

    private final GitSettings settings;
    private final AddressPolicy policy;

    public JGitRepositories(GitSettings settings) {
        IsolatedSystemReader.install();
        this.settings = settings;
        this.policy = new AddressPolicy(settings);
    }

    @Override
    public Checkout fetch(Request request, Path directory) throws InterruptedException {
        String address = policy.check(request.url());
        Repository repository = null;
        try {
            Files.createDirectories(directory);
            repository = create(directory);
            RevCommit commit = fetch(request, address, repository, directory);
            Checkout checkout = new JGitCheckout(repository, commit);
            repository = null;
            return checkout;
        } catch (IOException e) {
            throw GitFailures.explain(request.url(), request.login() != null, e);
        } finally {
            if (repository != null) {
                repository.close();
            }
        }
    }

    private RevCommit fetch(Request request, String address, Repository repository, Path directory)
            throws IOException, InterruptedException {
        try (FetchGuard guard = new FetchGuard(directory, settings.timeout(), settings.maxRepositoryBytes())) {
            try (CommitFetch fetch = new CommitFetch(settings, request, address, repository, directory)) {
                RevCommit commit = fetch.commit();
                guard.checkSize();
                return commit;
            } catch (IOException | RuntimeException e) {
                if (guard.reason().isPresent()) {
                    throw guard.reason().get();
                }
                if (wasInterrupted(e)) {
                    throw interrupted(e);
                }
                throw e;
            }
        }
    }

    private static Repository create(Path directory) throws IOException {
        FileRepository repository = (FileRepository) new FileRepositoryBuilder()
                .setGitDir(directory.toFile())
                .setBare()
                .build();
        repository.create(true);
        return repository;
    }

    private static boolean wasInterrupted(@Nullable Throwable problem) {
        if (Thread.currentThread().isInterrupted()) {
            return true;
        }
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            boolean timeout = cause instanceof java.net.SocketTimeoutException;
            if (cause instanceof InterruptedException
                    || cause instanceof ClosedByInterruptException
                    || (cause instanceof InterruptedIOException && !timeout)) {
                return true;
            }
        }
        return false;
    }

    private static InterruptedException interrupted(Throwable cause) {
        Thread.interrupted();
        InterruptedException e = new InterruptedException("the fetch was interrupted");
        e.initCause(cause);
        return e;
    }
}
