package io.github.llmcsss.model;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the text that a chat template puts around messages. Here, and only here, added tokens are
 * found in text: the leftmost, among those the longest, as the tokenizer library does.
 */
final class Markup {
  private final ModelTokenizer tokenizer;
  private final List<AddedToken> longestFirst;

  Markup(ModelTokenizer tokenizer) {
    this.tokenizer = tokenizer;
    longestFirst =
        tokenizer.addedTokens().values().stream()
            .sorted(Comparator.comparingInt((AddedToken token) -> -token.content().length()))
            .toList();
  }

  /** Appends the tokens; the result says whether an added token was the last thing seen. */
  boolean encode(String markup, boolean afterAddedToken, TokenList tokens) {
    boolean after = afterAddedToken;
    int textStart = 0;
    int at = 0;
    while (at < markup.length()) {
      AddedToken token = at(markup, at);
      if (token == null) {
        at++;
        continue;
      }
      String text = markup.substring(textStart, at);
      text(token.stripLeft() ? text.stripTrailing() : text, after, tokens);
      tokens.add(token.id());
      after = true;
      at += token.content().length();
      while (token.stripRight()
          && at < markup.length()
          && Character.isWhitespace(markup.charAt(at))) {
        at++;
      }
      textStart = at;
    }
    text(markup.substring(textStart), after, tokens);
    return textStart == markup.length() && after;
  }

  /** The first added token in a piece of markup. */
  @Nullable AddedToken first(String markup) {
    for (int at = 0; at < markup.length(); at++) {
      AddedToken token = at(markup, at);
      if (token != null) {
        return token;
      }
    }
    return null;
  }

  private @Nullable AddedToken at(String markup, int at) {
    for (AddedToken token : longestFirst) {
      if (markup.startsWith(token.content(), at)) {
        return token;
      }
    }
    return null;
  }

  private void text(String text, boolean afterAddedToken, TokenList tokens) {
    if (!text.isEmpty()) {
      tokens.addAll(tokenizer.encode(text, afterAddedToken));
    }
  }
}
