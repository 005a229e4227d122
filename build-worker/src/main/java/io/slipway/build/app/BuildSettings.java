package io.slipway.build.app;

/**
 * Limits of builds.
 *
 * @param imagePrefix what image names begin with
 * @param maxContextBytes largest build context
 * @param maxLogLines lines of one build that are published; the rest is left out
 */
public record BuildSettings(String imagePrefix, long maxContextBytes, int maxLogLines) {}
