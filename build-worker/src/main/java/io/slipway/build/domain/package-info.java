/** What a build is made of: arguments, the image's name, the rules of the context. Pure. */
@NullMarked
package io.slipway.build.domain;

import org.jspecify.annotations.NullMarked;
