package io.slipway.build.domain.source;

import java.util.List;
import java.util.Optional;

/** The files of one commit. Paths are relative to the repository's top, with {@code /}; the top itself is empty. */
public interface SourceTree {

    /** What is at {@code path}; no symbolic link is followed, neither at its end nor on the way. */
    Optional<Node> node(String path);

    /** Names of what is in a directory, sorted; empty if {@code directory} is none. */
    List<String> names(String directory);

    /** What a path of the tree leads to. */
    sealed interface Node {

        /** A directory. */
        record Directory() implements Node {}

        /** A regular file. */
        record File() implements Node {}

        /** A symbolic link. */
        record Link(String target) implements Node {}

        /** A repository of its own, whose files are not here. */
        record Submodule() implements Node {}
    }
}
