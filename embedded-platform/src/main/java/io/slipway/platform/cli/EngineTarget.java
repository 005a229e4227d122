package io.slipway.platform.cli;

import io.slipway.platform.demo.Reach;
import io.slipway.platform.engine.Engine;
import io.slipway.platform.engine.EngineControl;
import io.slipway.platform.images.BaseImages;
import io.slipway.platform.stack.WorkerRuntime;
import java.util.Collection;

/** A container engine of this machine. */
final class EngineTarget implements Target {

    private final Session session;
    private final Engine engine;

    /** The engine, installed and started if need be and allowed. */
    EngineTarget(Session session) {
        this.session = session;
        this.engine = session.engine();
    }

    @Override
    public WorkerRuntime runtime() {
        return WorkerRuntime.of(engine, session.installation());
    }

    @Override
    public void provideImages(Collection<String> references) {
        new BaseImages(engine, session.installation().cache().resolve("images"), session.screen()::line)
                .provide(references);
    }

    @Override
    public void checkBuilds() {
        // An engine can build.
    }

    @Override
    public Reach reach() {
        return Reach.DIRECT;
    }

    @Override
    public void removeEnvironment(String environmentId) {
        EngineControl.removeLabelled(engine, "io.slipway.environment=" + environmentId);
    }

    @Override
    public void tidy() {
        // Images stay, for the next time.
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
