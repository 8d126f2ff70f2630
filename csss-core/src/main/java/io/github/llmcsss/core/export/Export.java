package io.github.llmcsss.core.export;

import io.github.llmcsss.core.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The formats that sessions are written in. In the formats of evaluators, a query is an answered
 * turn; its id is that of the session, an underscore and the turn's number from 1. White space,
 * control characters, quotation marks and per cent signs in ids are written as {@code %20} and the
 * like there, and grades are those of {@link Relevance}.
 */
public enum Export implements Exporter {
  /** Whole sessions, one JSON object a line, every field in every line. */
  JSONL(new FileExport(RecordFormat::new)),

  /**
   * Chats as {@code {"id", "messages": [{"role", "content"}]}}, one a line. User and assistant
   * alternate and the chat ends with an answer: what the shopper says before the first answer is
   * one message of several lines, what is said after the last one is left out, and a session
   * without an answer is no chat.
   */
  CHAT_ML(new FileExport(out -> new ChatFormat(ChatFormat.Names.CHAT_ML, out))),

  /** The same chats as {@code {"id", "conversations": [{"from", "value"}]}}. */
  SHARE_GPT(new FileExport(out -> new ChatFormat(ChatFormat.Names.SHARE_GPT, out))),

  /**
   * Topics of TREC in their classic markup: the query that was searched as title, the shopper's
   * words as description, the need as narrative. The markup has no escapes: white space, control
   * characters and angle brackets become one blank.
   */
  TREC_TOPICS(new FileExport(out -> new TrecFormat(out, TrecFormat::topic))),

  /** Relevance judgements as {@code trec_eval} reads them. */
  TREC_QRELS(new FileExport(out -> new TrecFormat(out, TrecFormat::qrels))),

  /**
   * The rankings of the run as {@code trec_eval} reads them. As it orders by score in single
   * precision, a score that is not less than the one before it is written as the next smaller
   * number.
   */
  TREC_RUN(new FileExport(out -> new TrecFormat(out, TrecFormat::run))),

  /**
   * A directory in the layout of BEIR; see {@link BeirExport}, also for a corpus with all texts.
   */
  BEIR(BeirExport.ofRetrieved()),

  /**
   * Topics as those of TREC CAsT: a JSON array with the turns of each session, {@code
   * raw_utterance}, and for answered turns {@code automatic_rewritten_utterance} (what was
   * searched), {@code response}, and {@code provenance} (the documents that the answer cites).
   */
  CAST(new FileExport(CastFormat::new));

  @SuppressWarnings("ImmutableEnumChecker") // all exporters here are
  private final Exporter exporter;

  Export(Exporter exporter) {
    this.exporter = exporter;
  }

  @Override
  public ExportReport write(RunDirectory run, Path target) throws IOException {
    return exporter.write(run, target);
  }
}
