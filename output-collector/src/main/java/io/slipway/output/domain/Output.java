package io.slipway.output.domain;

/**
 * One output variable as the job wrote it.
 *
 * @param sensitive the value is a secret: it leaves this service as ciphertext only
 * @param value in plain text, whatever {@code sensitive} says
 */
public record Output(String name, boolean sensitive, String value) {

    /** Leaves the value out, so that it never gets into a log by accident. */
    @Override
    public String toString() {
        return "Output[" + name + (sensitive ? ", sensitive]" : "]");
    }
}
