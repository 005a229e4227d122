package io.slipway.build.app;

import java.time.Duration;

/**
 * Limits of builds.
 *
 * @param imagePrefix what image names begin with
 * @param maxContextBytes largest build context
 * @param maxLogLines lines of one build that are published; the rest is left out
 * @param engineRetries how often a build is tried again while the engine does not answer
 * @param engineRetryDelay before the first retry; doubles
 */
public record BuildSettings(
        String imagePrefix, long maxContextBytes, int maxLogLines, int engineRetries, Duration engineRetryDelay) {}
