/**
 * Sessions and seed queries as examples for a {@link io.github.llmcsss.api.training.Trainer}.
 *
 * <p>Start with {@link io.github.llmcsss.core.training.SessionExamples}. What is trained is what is
 * generated: examples are made with the layout that the synthesizer writes with.
 *
 * <pre>{@code
 * PromptLayout layout = PromptLayout.transcript(DocumentText.DEFAULT, List.of());
 * try (Stream<Session> sessions = RunDirectory.open(path).sessions(catalogue)) {
 *   SessionExamples examples = SessionExamples.of(sessions.toList(), layout);
 *   trainer.train(new SessionStage(run, examples.examples()), TrainingListener.NONE);
 * }
 * }</pre>
 *
 * <p>Sessions also come from chats that were held elsewhere ({@link
 * io.github.llmcsss.core.data.ChatFile}, searched for by {@link
 * io.github.llmcsss.core.training.DocumentSearch}) and from products with their reviews ({@link
 * io.github.llmcsss.core.training.ReviewSessions}). Rollouts of the third stage are made by {@link
 * io.github.llmcsss.core.SynthesizerRollouts}.
 *
 * <p>Everything is immutable and holds nothing that needs closing.
 */
@NullMarked
package io.github.llmcsss.core.training;

import org.jspecify.annotations.NullMarked;
