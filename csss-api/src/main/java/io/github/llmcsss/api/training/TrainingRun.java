package io.github.llmcsss.api.training;

import java.nio.file.Path;
import java.util.Optional;

/**
 * From where to where a stage goes.
 *
 * @param start the result of an earlier stage; empty to start from the model itself
 * @param output the directory of checkpoints and result
 * @param seed the only source of randomness, such as the order of the examples
 */
public record TrainingRun(Optional<Path> start, Path output, long seed) {}
