/**
 * The synthesizer: writes conversational search sessions from seed queries.
 *
 * <p>Start with {@link io.github.llmcsss.core.SessionSynthesizer}. It opens and closes nothing that
 * it is given; whoever loads the generator and opens the search environment closes them, after the
 * last run.
 *
 * <pre>{@code
 * SynthesisReport report =
 *     SessionSynthesizer.builder()
 *         .generator(generator)
 *         .searchEnvironment(catalogue)
 *         .reward(Rewards.keywordOverlap())
 *         .turns(TurnPolicy.between(2, 6))
 *         .seed(42)
 *         .build()
 *         .synthesize(seedQueries, Path.of("sessions"));
 * }</pre>
 */
@NullMarked
package io.github.llmcsss.core;

import org.jspecify.annotations.NullMarked;
