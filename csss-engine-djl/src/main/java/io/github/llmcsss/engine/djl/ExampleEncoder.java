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
  private static final String SHORTEN =
      "show fewer or shorter documents, or raise the longest example of the trainer";

  private final ChatFormat format;
  private final int longest;
  private final boolean leavesOut;

  /**
   * An encoder.
   *
   * @param longest tokens that an example may have, context and target together
   * @param leavesOut whether longer ones are left out and not refused
   */
  ExampleEncoder(ChatFormat format, int longest, boolean leavesOut) {
    this.format = format;
    this.longest = longest;
    this.leavesOut = leavesOut;
  }

  /**
   * What was encoded.
   *
   * @param sessions in the order of their first examples
   * @param hash of all tokens, weights and session ids, in order
   * @param leftOut examples that were too long
   */
  record Encoded(List<TrainingSession> sessions, String hash, int leftOut) {}

  /**
   * Encodes.
   *
   * @throws IllegalArgumentException if an example is empty or too long, or the model's template
   *     cannot express it, or all are left out
   */
  Encoded encode(List<TrainingExample> examples) {
    Map<String, List<TokenizedExample>> bySession = new LinkedHashMap<>();
    Hasher hasher = Hashing.sha256().newHasher();
    int leftOut = 0;
    for (int i = 0; i < examples.size(); i++) {
      TrainingExample example = examples.get(i);
      EncodedTarget encoded = encode(example, i);
      if (leavesOut && encoded.tokens().length > longest) {
        leftOut++;
        continue;
      }
      TokenizedExample tokens = checked(encoded, example, i);
      hasher.putString(example.session(), StandardCharsets.UTF_8).putChar('\n');
      hasher.putInt(tokens.tokens().length).putInt(tokens.targetStart());
      for (int token : tokens.tokens()) {
        hasher.putInt(token);
      }
      hasher.putDouble(example.weight());
      bySession.computeIfAbsent(example.session(), id -> new ArrayList<>()).add(tokens);
    }
    if (leftOut > 0 && bySession.isEmpty()) {
      throw new IllegalArgumentException(
          "all "
              + leftOut
              + " examples have more than "
              + longest
              + " tokens, and longer ones are left out; "
              + SHORTEN);
    }
    List<TrainingSession> sessions = new ArrayList<>();
    bySession.forEach((id, each) -> sessions.add(TrainingSession.of(id, each)));
    return new Encoded(sessions, hasher.hash().toString(), leftOut);
  }

  private static String name(TrainingExample example, int index) {
    return "example " + index + " of session \"" + example.session() + "\"";
  }

  private EncodedTarget encode(TrainingExample example, int index) {
    String name = name(example, index);
    if (example.target().text().isBlank()) {
      throw new IllegalArgumentException(
          name + ": the text to learn must not be blank; leave such turns out");
    }
    try {
      return format.encodeTarget(example.prompt(), example.target().text());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }

  private TokenizedExample checked(EncodedTarget encoded, TrainingExample example, int index) {
    String name = name(example, index);
    if (encoded.tokens().length > longest) {
      throw new IllegalArgumentException(
          name
              + " must have at most "
              + longest
              + " tokens, but had "
              + encoded.tokens().length
              + "; "
              + SHORTEN
              + ", or leave long examples out");
    }
    if (encoded.targetStart() == 0) {
      throw new IllegalArgumentException(
          name + " must have a token before its target; the model's template gives none");
    }
    return TokenizedExample.of(encoded.tokens(), encoded.targetStart(), (float) example.weight());
  }
}
