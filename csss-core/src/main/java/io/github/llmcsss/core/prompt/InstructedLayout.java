package io.github.llmcsss.core.prompt;

import io.github.llmcsss.api.Message;
import io.github.llmcsss.api.Prompt;
import io.github.llmcsss.api.Provenance;
import io.github.llmcsss.api.RetrievedDocument;
import io.github.llmcsss.api.Role;
import io.github.llmcsss.api.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Asks an instruction-tuned model to play each side, always as the assistant of its chat format.
 */
record InstructedLayout(DocumentText documents) implements PromptLayout {
  @Override
  public Prompt userTurn(SessionState session) {
    String need =
        session.need().map(known -> PromptTexts.SHOPPER_NEED + known.description()).orElse("");
    List<Message> messages = new ArrayList<>();
    messages.add(new Message(Role.SYSTEM, PromptTexts.SHOPPER_SYSTEM + need));
    messages.add(new Message(Role.USER, PromptTexts.GREETING));
    for (Turn turn : session.turns()) {
      messages.add(new Message(Role.ASSISTANT, turn.user()));
      String answer = turn.response().map(response -> response.text()).orElse(PromptTexts.GO_ON);
      messages.add(new Message(Role.USER, answer));
    }
    session.hint().ifPresent(hint -> messages.add(new Message(Role.DOCUMENTS, hint)));
    return new Prompt(messages, Role.ASSISTANT);
  }

  @Override
  public Prompt assistantTurn(SessionState session, String user, List<RetrievedDocument> found) {
    List<Message> messages = new ArrayList<>();
    messages.add(new Message(Role.SYSTEM, PromptTexts.ASSISTANT_SYSTEM));
    TranscriptLayout.addTurns(messages, session.turns());
    messages.add(new Message(Role.USER, user));
    messages.add(TranscriptLayout.documentsMessage(documents, found));
    return new Prompt(messages, Role.ASSISTANT);
  }

  @Override
  public Provenance provenance() {
    return new Provenance(
        "instructed",
        Map.of(
            "shopper", PromptTexts.SHOPPER_SYSTEM,
            "need", PromptTexts.SHOPPER_NEED,
            "greeting", PromptTexts.GREETING,
            "goOn", PromptTexts.GO_ON,
            "assistant", PromptTexts.ASSISTANT_SYSTEM,
            "documentsHeader", PromptTexts.DOCUMENTS,
            "noDocuments", PromptTexts.NO_DOCUMENTS,
            "documents", documents.toString()));
  }
}
