package io.github.llmcsss.core.prompt;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.Prompt;
import io.github.llmcsss.api.Provenance;
import io.github.llmcsss.api.RetrievedDocument;
import io.github.llmcsss.api.Turn;
import java.util.List;

/**
 * Turns a session so far into the prompt of its next turn. Implementations are thread-safe and
 * depend on their arguments alone.
 */
public interface PromptLayout {
  /**
   * The prompt of {@code U_t} [White 2025, Eq. 1]: seed query, earlier utterances and answers, no
   * documents. The only prompt that may show the shopper's need and the state's hint.
   *
   * @param session so far; with no turn it is the prompt of the seed query itself
   */
  Prompt userTurn(SessionState session);

  /**
   * The prompt of {@code S_t} [White 2025, Eq. 3]: the same with the utterance to answer and the
   * documents of this turn alone.
   *
   * @param session the turns before
   * @param user the utterance to answer; the seed query in the first turn
   * @param documents what was found for it, best first; may be empty
   */
  Prompt assistantTurn(SessionState session, String user, List<RetrievedDocument> documents);

  /**
   * The products in examples that stand in every prompt: a shopper who names one has it from there.
   */
  default List<Document> exampleDocuments() {
    return List.of();
  }

  /** What shapes the prompts; texts that are asked of the model belong here. */
  default Provenance provenance() {
    return Provenance.ofClass(getClass());
  }

  /** {@link #transcript(DocumentText, List)} with the defaults of both. */
  static PromptLayout transcript() {
    return transcript(DocumentText.DEFAULT, Examples.TURNS);
  }

  /**
   * Both roles are written by continuing the transcript in that role: a system message, examples,
   * user and assistant messages, and before an assistant's turn one message with the documents.
   * What stages 2 and 3 train.
   *
   * @param documents how documents are rendered
   * @param examples turns that stand before every session, with their documents, to show a small
   *     untrained model how both sides speak; empty for a trained one
   */
  static PromptLayout transcript(DocumentText documents, List<Turn> examples) {
    return new TranscriptLayout(documents, examples);
  }

  /** {@link #instructed(DocumentText)} with the default rendering of documents. */
  static PromptLayout instructed() {
    return instructed(DocumentText.DEFAULT);
  }

  /**
   * An instruction-tuned model is asked to play the shopper: for the shopper's turns the roles are
   * flipped, so that the model always writes as the assistant of its chat format. For models that
   * cannot continue a user's turn.
   */
  static PromptLayout instructed(DocumentText documents) {
    return new InstructedLayout(documents);
  }
}
