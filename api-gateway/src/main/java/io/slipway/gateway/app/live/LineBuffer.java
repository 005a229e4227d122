package io.slipway.gateway.app.live;

import io.slipway.events.log.ServiceLogLines.Line;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Lines that wait for one reader. When it is full the oldest make room, and a note in their place says how many they
 * were: a reader that is too slow sees the present, and knows what it did not see.
 */
final class LineBuffer {

    private final int maxLines;
    private final int maxCharacters;
    private final Deque<Line> waiting = new ArrayDeque<>();
    private int characters;
    private long leftOut;

    LineBuffer(int maxLines, int maxCharacters) {
        this.maxLines = maxLines;
        this.maxCharacters = maxCharacters;
    }

    synchronized void add(Line line) {
        waiting.add(line);
        characters += line.text().length();
        while (waiting.size() > maxLines || (characters > maxCharacters && waiting.size() > 1)) {
            characters -= waiting.remove().text().length();
            leftOut++;
        }
    }

    /** The next line; null if none waits. */
    synchronized @Nullable Line poll() {
        Line next = waiting.peek();
        if (next == null) {
            return null;
        }
        if (leftOut > 0) {
            Line note = note(leftOut, next.at());
            leftOut = 0;
            return note;
        }
        waiting.remove();
        characters -= next.text().length();
        return next;
    }

    private static Line note(long count, Instant at) {
        return Line.note(count + " lines left out: they were not read fast enough", at);
    }
}
