/**
 * Trains a model to write sessions, on DJL and PyTorch.
 *
 * <p>Start with {@code DjlTrainer#builder}. libtorch itself is not among the dependencies, because
 * every platform has its own: add {@code ai.djl.pytorch:pytorch-native-cpu:2.7.1} with the
 * classifier of yours, such as {@code linux-x86_64}.
 *
 * <pre>{@code
 * try (Checkpoint model = Checkpoint.open(path);
 *     Trainer trainer = DjlTrainer.builder(model).lora(LoraConfig.standard()).build()) {
 *   TrainingRun run = new TrainingRun(Optional.empty(), Path.of("stage-2"), 42);
 *   TrainingReport report = trainer.train(new SessionStage(run, examples), TrainingListener.NONE);
 *   System.out.println(report.result() + ": " + report.validationLoss());
 * }
 * }</pre>
 *
 * <p>A training that is killed goes on with the same call and comes to the same weights, bit for
 * bit, with the same number of threads.
 */
@NullMarked
package io.github.llmcsss.engine.djl;

import org.jspecify.annotations.NullMarked;
