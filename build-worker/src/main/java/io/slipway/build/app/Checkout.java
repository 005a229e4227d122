package io.slipway.build.app;

import io.slipway.build.domain.source.SourceTree;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;

/** The files of one commit, read from the repository's objects: there is no working tree that they could break out of. */
public interface Checkout extends SourceTree, AutoCloseable {

    /** Id of the commit, 40 hexadecimal digits. */
    String commit();

    /** When it was committed. */
    Instant committedAt();

    /** Id of the tree of a directory: the same id, the same content. */
    String treeId(String directory);

    /**
     * A file's text in UTF-8.
     *
     * @throws io.slipway.build.domain.BuildException ({@code INVALID_SOURCE}) if it is larger than {@code maxBytes}
     */
    String text(String path, int maxBytes);

    /** Shows every entry below {@code directory} to {@code visitor}, in a fixed order, directories before their content. */
    void walk(String directory, Visitor visitor) throws IOException;

    @Override
    void close();

    /** Sees the entries of a tree. */
    @FunctionalInterface
    interface Visitor {
        void visit(Entry entry) throws IOException;
    }

    /** One entry of a tree. */
    interface Entry {

        /** Relative to the directory that is walked. */
        String path();

        /** What it is. */
        SourceTree.Node node();

        /** Whether it is a file that can be executed. */
        boolean executable();

        /** Bytes of a file. */
        long size();

        /** A file's content. */
        InputStream open() throws IOException;
    }
}
