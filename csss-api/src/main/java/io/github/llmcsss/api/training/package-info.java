/**
 * What a trainer is given and gives back: the three stages of [White 2025].
 *
 * <p>Start with {@link io.github.llmcsss.api.training.Trainer}. Data are plain: an example is a
 * list of context messages and one message to learn, so that a trainer knows nothing of sessions,
 * prompts or search. The stages follow one another, each starting from the result of the one
 * before:
 *
 * <pre>{@code
 * TrainingReport first = trainer.train(new SeedQueryStage(run, seedQueryExamples), listener);
 * TrainingRun next = new TrainingRun(Optional.of(first.result()), secondDirectory, 42);
 * TrainingReport second = trainer.train(new SessionStage(next, sessionExamples), listener);
 * }</pre>
 *
 * <p>Records are immutable; whoever opens a trainer closes it.
 */
@NullMarked
package io.github.llmcsss.api.training;

import org.jspecify.annotations.NullMarked;
