/**
 * Writes the sessions of a run in the formats of trainers and evaluators. Start with {@link
 * io.github.llmcsss.core.export.Export}:
 *
 * <pre>{@code
 * RunDirectory run = RunDirectory.open(Path.of("sessions"));
 * Export.CHAT_ML.write(run, Path.of("chats.jsonl"));
 * Export.TREC_QRELS.write(run, Path.of("qrels.txt"));
 * }</pre>
 *
 * <p>A file is written under another name and renamed when it is whole. The same run gives the same
 * bytes. Sessions are read one after another, so that memory does not grow with their number.
 */
@NullMarked
package io.github.llmcsss.core.export;

import org.jspecify.annotations.NullMarked;
