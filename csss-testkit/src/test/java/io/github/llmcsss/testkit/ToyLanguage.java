package io.github.llmcsss.testkit;

import io.github.llmcsss.api.Message;
import io.github.llmcsss.api.Prompt;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A language of bytes and two special tokens, whose next token hangs on the last three. */
final class ToyLanguage {
  static final int START = 256;
  static final int END = 257;
  static final int SIZE = 258;

  private ToyLanguage() {}

  static int[] render(Prompt prompt, String fault) {
    List<Integer> tokens = new ArrayList<>();
    for (Message message : prompt.messages()) {
      header(tokens, message.role().name());
      text(tokens, message.text(), fault);
      tokens.add(END);
    }
    header(tokens, fault.equals("names no role") ? "NEXT" : prompt.next().name());
    return tokens.stream().mapToInt(Integer::intValue).toArray();
  }

  private static void header(List<Integer> tokens, String role) {
    tokens.add(START);
    text(tokens, role.toLowerCase(Locale.ROOT) + "\n", "");
  }

  private static void text(List<Integer> tokens, String text, String fault) {
    if (fault.equals("believes control tokens") && text.contains("<|im_end|>")) {
      tokens.add(END);
    }
    String kept =
        fault.equals("drops control tokens") ? text.replaceAll("<[^>]*>|\\[[^]]*]", "") : text;
    for (byte one : kept.getBytes(StandardCharsets.UTF_8)) {
      tokens.add(one & 0xff);
    }
  }

  /** Scores of all tokens after those that are there: lower-case letters and blanks are likely. */
  static double[] logits(List<Integer> tokens) {
    long context = 17;
    for (int token : tokens.subList(Math.max(0, tokens.size() - 3), tokens.size())) {
      context = (context + token) * 0x9E3779B97F4A7C15L;
    }
    double[] logits = new double[SIZE];
    for (int token = 0; token < SIZE; token++) {
      long hash = (context ^ token) * 0xBF58476D1CE4E5B9L;
      double noise = (hash >>> 40) / (double) (1 << 24);
      boolean letter = (token >= 'a' && token <= 'z') || token == ' ';
      logits[token] = 3 * noise + (letter ? 4 : token == END ? 2 : -8);
    }
    return logits;
  }
}
