package io.slipway.runtime.fake;

import io.slipway.runtime.ImageToRun;
import java.util.Locale;

/** What the process of an image does; an image says so in its tag, for example {@code web:crashes}. */
public enum FakeBehaviour {
    /** A service gets ready at once; a job ends with 0 at once. Also what any other tag means. */
    WORKS,
    /** Ends with 1 whenever it is started. */
    CRASHES,
    /** Ends with 1 at its first start, works from then on. */
    CRASHES_ONCE,
    /** A service stays up and never gets ready; a job never ends. */
    HANGS,
    /** As {@link #HANGS}, until {@link FakeCluster#release} lets it work. */
    WAITS,
    /** There is no such image. */
    MISSING;

    /** The tag that makes an image behave so. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static FakeBehaviour of(ImageToRun image) {
        String tag = image.reference().substring(image.reference().lastIndexOf(':') + 1);
        for (FakeBehaviour behaviour : values()) {
            if (behaviour.tag().equals(tag)) {
                return behaviour;
            }
        }
        return WORKS;
    }
}
