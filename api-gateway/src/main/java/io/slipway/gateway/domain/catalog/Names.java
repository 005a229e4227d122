package io.slipway.gateway.domain.catalog;

import java.text.Normalizer;
import java.util.Locale;

/** How names are compared: canonical Unicode form, case ignored. */
public final class Names {

    private Names() {}

    /** Two names are the same name when their keys are equal. */
    public static String key(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC).strip().toLowerCase(Locale.ROOT);
    }

    /** Whether both are the same name. */
    public static boolean same(String one, String other) {
        return key(one).equals(key(other));
    }
}
