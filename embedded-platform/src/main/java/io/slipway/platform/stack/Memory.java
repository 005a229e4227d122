package io.slipway.platform.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** Memory of processes, from what Linux tells. */
final class Memory {

    private Memory() {}

    /** The share of memory (PSS) of a process in KiB; its resident memory where the share cannot be read. */
    static OptionalLong ofProcess(long pid) {
        OptionalLong share = field(Path.of("/proc", Long.toString(pid), "smaps_rollup"), "Pss:");
        return share.isPresent() ? share : field(Path.of("/proc", Long.toString(pid), "status"), "VmRSS:");
    }

    private static OptionalLong field(Path file, String name) {
        try {
            return parse(Files.readAllLines(file), name);
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** The number behind {@code name} in lines such as {@code Pss:  123 kB}. */
    static OptionalLong parse(List<String> lines, String name) {
        for (String line : lines) {
            if (line.startsWith(name)) {
                String digits = line.substring(name.length()).replaceAll("[^0-9]", "");
                return digits.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(digits));
            }
        }
        return OptionalLong.empty();
    }
}
