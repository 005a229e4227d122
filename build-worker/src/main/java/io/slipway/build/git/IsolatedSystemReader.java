package io.slipway.build.git;

import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * Keeps git's configuration of the user and the machine out (it could send a repository's address elsewhere, or switch off
 * the check of certificates), and keeps JGit from writing there.
 */
final class IsolatedSystemReader extends SystemReader.Delegate {

    private IsolatedSystemReader(SystemReader system) {
        super(system);
    }

    /** For the whole process, from now on. */
    static synchronized void install() {
        if (!(SystemReader.getInstance() instanceof IsolatedSystemReader)) {
            SystemReader.setInstance(new IsolatedSystemReader(SystemReader.getInstance()));
        }
    }

    @Override
    public FileBasedConfig openUserConfig(@Nullable Config parent, FS fs) {
        return new Nowhere(parent, fs);
    }

    @Override
    public FileBasedConfig openSystemConfig(@Nullable Config parent, FS fs) {
        return new Nowhere(parent, fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(@Nullable Config parent, FS fs) {
        return new Nowhere(parent, fs);
    }

    /** A configuration that is empty and stays where it is: in memory. */
    private static final class Nowhere extends FileBasedConfig {

        private Nowhere(@Nullable Config parent, FS fs) {
            super(parent, new java.io.File("/nowhere/gitconfig"), fs);
        }

        @Override
        public void load() {
            // there is nothing to load
        }

        @Override
        public void save() {
            // nor is anything kept
        }

        @Override
        public boolean isOutdated() {
            return false;
        }
    }
}
