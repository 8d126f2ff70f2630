package io.github.llmcsss.model;

import java.util.List;

/**
 * The markup of a chat for one sequence of roles: {@code header text tail header text tail ...
 * open}.
 *
 * @param headers what comes before each text
 * @param tails what comes after each text
 * @param open the header of the message to write
 */
record ChatLayout(List<String> headers, List<String> tails, String open) {
  ChatLayout {
    headers = List.copyOf(headers);
    tails = List.copyOf(tails);
  }

  /** Everything as text. */
  String assemble(List<String> texts) {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < headers.size(); i++) {
      all.append(headers.get(i)).append(texts.get(i)).append(tails.get(i));
    }
    return all.append(open).toString();
  }
}
