package io.slipway.platform.stack;

/** Is told what the platform does while it does it. */
public interface PlatformListener {

    /** Something worth a line of its own. */
    void say(String text);

    /** {@code component} is being started. */
    void starting(Component component);

    /** {@code component} is ready. */
    void ready(Component component);

    /** {@code component} was stopped. */
    void stopped(Component component);

    /** Called again and again while something is being waited for. */
    void waiting();
}
