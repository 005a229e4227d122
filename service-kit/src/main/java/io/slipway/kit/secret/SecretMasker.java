package io.slipway.kit.secret;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Replaces secret values in log lines by {@value #MASK}.
 *
 * <p>All occurrences of all secrets are looked for in the original line and overlapping ones merged before anything is
 * replaced, so a secret that contains another, or overlaps it, leaves no rest. Masked are the value itself; each line of
 * a value with several lines; and its URL-encoded, JSON-escaped and base64 forms (base64 also inside longer encoded text,
 * such as {@code Authorization: Basic}).
 *
 * <p>A value shorter than {@value #MIN_LENGTH} characters is masked only where it is the whole line: elsewhere it would
 * mangle every word that contains it and hide nothing. Shorter lines of a value with several lines are not masked.
 */
public final class SecretMasker {

    /** What stands in place of a secret. */
    public static final String MASK = "***";

    private static final int MIN_LENGTH = 3;
    /** Shorter pieces of base64 would hit ordinary words. */
    private static final int MIN_BASE64_LENGTH = 8;

    private final Set<String> plaintexts;
    private final List<String> patterns;
    private final Set<String> wholeLines;

    private SecretMasker(Set<String> plaintexts) {
        this.plaintexts = plaintexts;
        Set<String> found = new LinkedHashSet<>();
        Set<String> whole = new LinkedHashSet<>();
        for (String plaintext : plaintexts) {
            String value = plaintext.strip();
            if (!value.isEmpty() && value.length() < MIN_LENGTH) {
                whole.add(value);
            }
            forms(plaintext).stream()
                    .filter(form -> form.length() >= MIN_LENGTH && !form.isBlank())
                    .forEach(found::add);
        }
        this.patterns = List.copyOf(found);
        this.wholeLines = Set.copyOf(whole);
    }

    /** A masker for these secret values. */
    public static SecretMasker of(Collection<String> plaintexts) {
        return new SecretMasker(new LinkedHashSet<>(plaintexts));
    }

    /** A masker for these values and for those of this one. */
    public SecretMasker and(Collection<String> more) {
        Set<String> all = new LinkedHashSet<>(plaintexts);
        all.addAll(more);
        return new SecretMasker(all);
    }

    /** {@code line} without secrets. */
    public String mask(String line) {
        if (wholeLines.contains(line.strip())) {
            return MASK;
        }
        boolean[] secret = null;
        for (String pattern : patterns) {
            for (int at = line.indexOf(pattern); at >= 0; at = line.indexOf(pattern, at + 1)) {
                if (secret == null) {
                    secret = new boolean[line.length()];
                }
                Arrays.fill(secret, at, at + pattern.length(), true);
            }
        }
        return secret == null ? line : replace(line, secret);
    }

    private static String replace(String line, boolean[] secret) {
        StringBuilder masked = new StringBuilder(line.length());
        for (int i = 0; i < secret.length; i++) {
            if (!secret[i]) {
                masked.append(line.charAt(i));
            } else if (i == 0 || !secret[i - 1]) {
                masked.append(MASK);
            }
        }
        return masked.toString();
    }

    private static Set<String> forms(String plaintext) {
        Set<String> forms = new LinkedHashSet<>();
        forms.add(plaintext);
        forms.add(plaintext.strip());
        plaintext.lines().map(String::strip).forEach(forms::add);
        for (String text : List.copyOf(forms)) {
            addEncoded(text, forms);
        }
        return forms;
    }

    private static void addEncoded(String text, Set<String> forms) {
        String form = URLEncoder.encode(text, StandardCharsets.UTF_8);
        String percent = form.replace("+", "%20");
        forms.add(form);
        forms.add(percent);
        forms.add(lowerCaseEscapes(form));
        forms.add(lowerCaseEscapes(percent));
        forms.add(jsonEscaped(text));
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length >= MIN_LENGTH) {
            for (Base64.Encoder base64 : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
                forms.add(base64.encodeToString(bytes));
                for (int lead = 0; lead < 3; lead++) {
                    addIfLong(embedded(base64, bytes, lead), forms);
                }
            }
        }
    }

    /**
     * The characters that every base64 text has which encodes {@code bytes} after some text of length {@code lead}
     * modulo 3: those at either end depend on the neighbours as well and are left out.
     */
    private static String embedded(Base64.Encoder base64, byte[] bytes, int lead) {
        byte[] shifted = new byte[lead + bytes.length];
        System.arraycopy(bytes, 0, shifted, lead, bytes.length);
        String encoded = base64.withoutPadding().encodeToString(shifted);
        int first = (lead * 8 + 5) / 6;
        int last = (shifted.length * 8) / 6;
        return encoded.substring(Math.min(first, last), last);
    }

    private static void addIfLong(String text, Set<String> forms) {
        if (text.length() >= MIN_BASE64_LENGTH) {
            forms.add(text);
        }
    }

    private static String lowerCaseEscapes(String encoded) {
        StringBuilder lower = new StringBuilder(encoded);
        for (int i = lower.indexOf("%"); i >= 0; i = lower.indexOf("%", i + 1)) {
            lower.replace(i + 1, i + 3, lower.substring(i + 1, i + 3).toLowerCase(Locale.ROOT));
        }
        return lower.toString();
    }

    private static String jsonEscaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t");
    }
}
