package io.slipway.build.domain.dockerfile;

import java.util.List;

/**
 * One instruction of a Dockerfile.
 *
 * @param line where it begins, from 1
 * @param keyword in upper case
 * @param arguments what follows the keyword, continued lines joined, comments between them left out
 * @param words {@code arguments} split at white space outside of quotation marks, as written
 */
record Instruction(int line, String keyword, String arguments, List<String> words) {

    Instruction {
        words = List.copyOf(words);
    }
}
