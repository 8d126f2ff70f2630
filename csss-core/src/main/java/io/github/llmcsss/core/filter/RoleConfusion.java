package io.github.llmcsss.core.filter;

import io.github.llmcsss.api.Provenance;
import io.github.llmcsss.api.Role;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Refuses a text in which one side speaks as the other or as a language model, or names the speaker
 * as a script does; by English phrases: {@code "role-confusion"}. Seed queries pass.
 */
public record RoleConfusion() implements TurnFilter {
  private static final Pattern NAMED_ROLE =
      Pattern.compile(
          "(?i)^\\W*(user|shopper|customer|human|assistant|system|ai|bot|search results?)\\s*:");

  private static final Pattern LANGUAGE_MODEL =
      Pattern.compile("(?i)\\b(as an ai|(i'm|i am) an? (ai|language model|virtual assistant))\\b");

  private static final Pattern ASSISTANT_WORDS =
      Pattern.compile(
          "(?i)\\b(how (can|may) i (help|assist)|(i'd|i would|i'll|i will|i'm|i am) (be )?(happy|glad)"
              + " to (help|assist)|i('d| would)? (recommend|suggest)\\b|here are (some|a few|the)"
              + " |feel free to (ask|reach|contact)|let me know if you (need|would|have any)|(you're|you are) welcome"
              + "|thank you for (contacting|reaching|choosing|shopping))");

  private static final Pattern SHOPPER_WORDS =
      Pattern.compile("(?i)^\\W*((i'm|i am|we're|we are) (looking|searching) for|i need an?)\\b");

  @Override
  public String name() {
    return "role-confusion";
  }

  @Override
  public Optional<Finding> check(Utterance utterance) {
    if (utterance.opening()) {
      return Optional.empty();
    }
    String text = utterance.text();
    return first(NAMED_ROLE, text)
        .or(() -> first(LANGUAGE_MODEL, text))
        .or(() -> first(utterance.speaker() == Role.USER ? ASSISTANT_WORDS : SHOPPER_WORDS, text));
  }

  private static Optional<Finding> first(Pattern words, String text) {
    Matcher matcher = words.matcher(text);
    return matcher.find()
        ? Optional.of(new Finding("role-confusion", matcher.group().strip()))
        : Optional.empty();
  }

  @Override
  public Provenance provenance() {
    return new Provenance(name(), Map.of("language", "English", "version", "1"));
  }
}
