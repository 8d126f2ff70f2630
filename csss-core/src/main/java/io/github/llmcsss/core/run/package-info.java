/**
 * The directory that a run writes.
 *
 * <pre>
 * sessions/
 *   run.json          what made it: settings, seed, provenance, library version, processor; counts;
 *                     why it ended; SHA-256 of the files that are whole
 *   part-00000.jsonl  finished sessions of the first 1,000 planned ones, in their order
 *   rejected.jsonl    sessions that were not finished, with the reason
 *   log.jsonl         times and rates; the only file that differs between equal runs
 *   run.lock          empty; keeps a second writer out
 * </pre>
 *
 * <p>A part in work is called {@code part-00000.jsonl.partial} and renamed when it is full or the
 * run ends; {@code run.json} says {@code "complete": true} only then. {@code early.journal} has
 * sessions that finished before their turn, until the run ends. A session is on disk when the
 * listener hears of it; a process that is killed at any moment loses none of these, and the same
 * call goes on behind them, to the same bytes. Start with {@link
 * io.github.llmcsss.core.run.RunDirectory}:
 *
 * <pre>{@code
 * RunDirectory run = RunDirectory.open(Path.of("sessions"));
 * try (Stream<Session> sessions = run.sessions()) {
 *   sessions.forEach(session -> System.out.println(session.turns().size()));
 * }
 * }</pre>
 */
@NullMarked
package io.github.llmcsss.core.run;

import org.jspecify.annotations.NullMarked;
