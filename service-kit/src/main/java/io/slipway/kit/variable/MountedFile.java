package io.slipway.kit.variable;

/**
 * A file variable as the container gets it.
 *
 * @param path absolute path in the container
 * @param secret whether the content is a secret, or takes one in
 */
public record MountedFile(String path, String content, boolean secret) {

    @Override
    public String toString() {
        return "MountedFile[" + path + (secret ? ", secret]" : "]");
    }
}
