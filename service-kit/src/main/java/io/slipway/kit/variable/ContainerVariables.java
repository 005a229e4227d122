package io.slipway.kit.variable;

import io.slipway.events.work.ResolvedVariable;
import io.slipway.events.work.StepFailure;
import io.slipway.kit.secret.SecretCipher;
import io.slipway.kit.secret.SecretException;
import io.slipway.kit.secret.SecretMasker;
import io.slipway.kit.work.StepException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The variables of one step as its container gets them: decrypted, <code>{{NAME}}</code> references replaced.
 *
 * <ul>
 *   <li>A reference is replaced by the other variable's value, whose own references are replaced first. Spaces inside the
 *       braces are allowed. What is not the form of a name between the braces is left as it is.
 *   <li>A reference to a file variable gives the file's content; the file variable itself has the mount path as its
 *       value in the environment.
 *   <li>A value that takes in a secret is a secret.
 * </ul>
 *
 * <p>Holds secrets in plain text: keep it no longer than the step needs it. Its text form has none.
 */
public final class ContainerVariables {

    private final Map<String, String> environment;
    private final List<MountedFile> files;
    private final Set<String> secretKeys;
    private final SecretMasker masker;

    private ContainerVariables(Opened opened) {
        this.environment = Collections.unmodifiableMap(opened.environment);
        this.files = List.copyOf(opened.files);
        this.secretKeys = Collections.unmodifiableSet(opened.secretKeys);
        this.masker = SecretMasker.of(opened.secrets);
    }

    /**
     * Decrypts and interpolates. Of two variables with the same key the later one counts.
     *
     * @throws StepException {@code INVALID_VARIABLE} if variables refer to each other in a cycle or to one that does not
     *     exist, or grow beyond all measure; {@code INTERNAL} if a secret cannot be decrypted
     */
    public static ContainerVariables open(List<ResolvedVariable> variables, SecretCipher cipher) {
        Map<String, Template> templates = new LinkedHashMap<>();
        Opened opened = new Opened();
        for (ResolvedVariable variable : variables) {
            boolean secret = variable.value().secret();
            String text = secret ? decrypt(variable, cipher) : variable.value().text();
            if (secret) {
                opened.secrets.add(text);
            }
            templates.put(variable.key(), new Template(text, secret));
        }
        Interpolation interpolation = new Interpolation(templates);
        Map<String, ResolvedVariable> byKey = new LinkedHashMap<>();
        variables.forEach(variable -> byKey.put(variable.key(), variable));
        byKey.values().forEach(variable -> opened.add(variable, interpolation.value(variable.key())));
        return new ContainerVariables(opened);
    }

    /** The environment of the container's process, in the order of the variables. */
    public Map<String, String> environment() {
        return environment;
    }

    /** The files to mount. */
    public List<MountedFile> files() {
        return files;
    }

    /** Keys of variables whose value, or whose file's content, is a secret or takes one in. */
    public Set<String> secretKeys() {
        return secretKeys;
    }

    /** Masks every secret among the variables. */
    public SecretMasker masker() {
        return masker;
    }

    @Override
    public String toString() {
        return "ContainerVariables" + environment.keySet();
    }

    private static String decrypt(ResolvedVariable variable, SecretCipher cipher) {
        try {
            return cipher.decrypt(variable.value().text());
        } catch (SecretException e) {
            throw new StepException(
                    StepFailure.Reason.INTERNAL,
                    "The secret value of variable " + variable.key() + " cannot be decrypted: " + e.getMessage(),
                    e);
        }
    }

    /** What is gathered while the variables are gone through. */
    private static final class Opened {

        private final Map<String, String> environment = new LinkedHashMap<>();
        private final List<MountedFile> files = new ArrayList<>();
        private final Set<String> secretKeys = new LinkedHashSet<>();
        private final Set<String> secrets = new LinkedHashSet<>();

        private void add(ResolvedVariable variable, Template value) {
            String path = variable.mountPath();
            if (path == null) {
                environment.put(variable.key(), value.text());
            } else {
                environment.put(variable.key(), path);
                files.add(new MountedFile(path, value.text(), value.secret()));
            }
            if (value.secret()) {
                secretKeys.add(variable.key());
                secrets.add(value.text());
            }
        }
    }
}
