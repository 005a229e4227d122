package io.slipway.events.request;

import org.jspecify.annotations.Nullable;

/** The version of one service to deploy: a commit for git sources, a tag for registry images. */
public record ServiceVersion(
        @Nullable String commit, @Nullable String tag) {}
