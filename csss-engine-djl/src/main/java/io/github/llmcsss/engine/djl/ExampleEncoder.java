package io.github.llmcsss.engine.djl;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.github.llmcsss.api.training.TrainingExample;
import io.github.llmcsss.engine.djl.packing.TokenizedExample;
import io.github.llmcsss.engine.djl.packing.TrainingSession;
import io.github.llmcsss.model.ChatFormat;
import io.github.llmcsss.model.EncodedTarget;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns examples into tokens, session by session, and knows what they were by a hash. */
final class ExampleEncoder {
  private final ChatFormat format;
  private final int longest;

  /**
   * An encoder.
   *
   * @param longest tokens that an example may have, context and target together
   */
  ExampleEncoder(ChatFormat format, int longest) {
    this.format = format;
    this.longest = longest;
  }

  /**
   * What was encoded.
   *
   * @param sessions in the order of their first examples
   * @param hash of all tokens, weights and session ids, in order
   */
  record Encoded(List<TrainingSession> sessions, String hash) {}

  /**
   * Encodes.
   *
   * @throws IllegalArgumentException if an example is empty or too long, or the model's template
   *     cannot express it
   */
  Encoded encode(List<TrainingExample> examples) {
    Map<String, List<TokenizedExample>> bySession = new LinkedHashMap<>();
    Hasher hasher = Hashing.sha256().newHasher();
    for (int i = 0; i < examples.size(); i++) {
      TrainingExample example = examples.get(i);
      TokenizedExample tokens = encode(example, i);
      hasher.putString(example.session(), StandardCharsets.UTF_8).putChar('\n');
      hasher.putInt(tokens.tokens().length).putInt(tokens.targetStart());
      for (int token : tokens.tokens()) {
        hasher.putInt(token);
      }
      hasher.putDouble(example.weight());
      bySession.computeIfAbsent(example.session(), id -> new ArrayList<>()).add(tokens);
    }
    List<TrainingSession> sessions = new ArrayList<>();
    bySession.forEach((id, each) -> sessions.add(TrainingSession.of(id, each)));
    return new Encoded(sessions, hasher.hash().toString());
  }

  private TokenizedExample encode(TrainingExample example, int index) {
    String name = "example " + index + " of session \"" + example.session() + "\"";
    if (example.target().text().isBlank()) {
      throw new IllegalArgumentException(
          name + ": the text to learn must not be blank; leave such turns out");
    }
    EncodedTarget encoded;
    try {
      encoded = format.encodeTarget(example.prompt(), example.target().text());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
    if (encoded.tokens().length > longest) {
      throw new IllegalArgumentException(
          name
              + " must have at most "
              + longest
              + " tokens, but had "
              + encoded.tokens().length
              + "; show fewer or shorter documents, or raise the longest example of the trainer");
    }
    if (encoded.targetStart() == 0) {
      throw new IllegalArgumentException(
          name + " must have a token before its target; the model's template gives none");
    }
    return TokenizedExample.of(encoded.tokens(), encoded.targetStart(), (float) example.weight());
  }
}
