package io.slipway.runtime;

import io.slipway.events.Copies;

/**
 * A file that a process finds when it starts.
 *
 * @param path absolute path in the container
 * @param content plain text, also of secrets
 */
public record InputFile(String path, String content, boolean secret) {

    public InputFile {
        Copies.required(path, "path");
        Copies.required((Object) content, "content");
        if (!path.startsWith("/") || path.endsWith("/")) {
            throw new IllegalArgumentException("'" + path + "' is not the absolute path of a file");
        }
    }

    @Override
    public String toString() {
        return "InputFile[" + path + "]";
    }
}
