package io.github.llmcsss.core.prompt;

import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.Message;
import io.github.llmcsss.api.Need;
import io.github.llmcsss.api.Prompt;
import io.github.llmcsss.api.Provenance;
import io.github.llmcsss.api.RetrievedDocument;
import io.github.llmcsss.api.Role;
import io.github.llmcsss.api.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Continues the transcript in the role that speaks next. */
record TranscriptLayout(DocumentText documents, List<Turn> examples) implements PromptLayout {
  TranscriptLayout {
    examples = List.copyOf(examples);
  }

  @Override
  public Prompt userTurn(SessionState session) {
    List<Message> messages = new ArrayList<>();
    messages.add(new Message(Role.SYSTEM, PromptTexts.TRANSCRIPT_SYSTEM));
    addExamples(messages);
    // Behind the examples, so that these are computed once for both sides of all sessions.
    session.need().ifPresent(need -> messages.add(needMessage(need)));
    addTurns(messages, session.turns());
    // Where documents stand in the other side's prompts: behind all that stays, so that it is
    // cheap.
    session.hint().ifPresent(hint -> messages.add(new Message(Role.DOCUMENTS, hint)));
    return new Prompt(messages, Role.USER);
  }

  @Override
  public Prompt assistantTurn(SessionState session, String user, List<RetrievedDocument> found) {
    List<Message> messages = new ArrayList<>();
    messages.add(new Message(Role.SYSTEM, PromptTexts.TRANSCRIPT_SYSTEM));
    addExamples(messages);
    addTurns(messages, session.turns());
    messages.add(new Message(Role.USER, user));
    messages.add(documentsMessage(documents, found));
    return new Prompt(messages, Role.ASSISTANT);
  }

  @Override
  public List<Document> exampleDocuments() {
    return examples.stream()
        .flatMap(turn -> turn.response().stream())
        .flatMap(response -> response.documents().stream())
        .map(RetrievedDocument::document)
        .distinct()
        .toList();
  }

  @Override
  public Provenance provenance() {
    return new Provenance(
        "transcript",
        Map.of(
            "system", PromptTexts.TRANSCRIPT_SYSTEM,
            "need", PromptTexts.TRANSCRIPT_NEED,
            "documentsHeader", PromptTexts.DOCUMENTS,
            "noDocuments", PromptTexts.NO_DOCUMENTS,
            "documents", documents.toString(),
            "examples", examples.toString()));
  }

  static Message documentsMessage(DocumentText text, List<RetrievedDocument> found) {
    return new Message(
        Role.DOCUMENTS,
        found.isEmpty() ? PromptTexts.NO_DOCUMENTS : PromptTexts.DOCUMENTS + text.render(found));
  }

  static void addTurns(List<Message> messages, List<Turn> turns) {
    for (Turn turn : turns) {
      messages.add(new Message(Role.USER, turn.user()));
      turn.response()
          .ifPresent(response -> messages.add(new Message(Role.ASSISTANT, response.text())));
    }
  }

  /** With their documents, for both sides alike, so that both continue the same transcript. */
  private void addExamples(List<Message> messages) {
    for (Turn turn : examples) {
      messages.add(new Message(Role.USER, turn.user()));
      turn.response()
          .ifPresent(response -> {
            messages.add(documentsMessage(documents, response.documents()));
            messages.add(new Message(Role.ASSISTANT, response.text()));
          });
    }
  }

  private static Message needMessage(Need need) {
    return new Message(Role.DOCUMENTS, PromptTexts.TRANSCRIPT_NEED + need.description());
  }
}
