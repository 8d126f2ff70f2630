package io.github.llmcsss.core.filter;

import io.github.llmcsss.api.Provenance;
import io.github.llmcsss.api.Session;
import io.github.llmcsss.core.internal.Require;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import opennlp.tools.langdetect.Language;
import opennlp.tools.langdetect.LanguageDetectorME;
import opennlp.tools.langdetect.LanguageDetectorModel;

/**
 * Refuses a session that is in another language than wanted: {@code "wrong-language"}. All that is
 * said counts as one text, judged by Apache OpenNLP's detector of 103 languages, without network.
 *
 * <p>Names, abbreviations and code do not count: of scripts with capitals, only words in small
 * letters are looked at. What then is too short to tell (fewer than 40 bytes of UTF-8) passes.
 */
public final class SessionLanguage implements SessionFilter {
  /**
   * A share of {@value}: of 4,209 English texts of shoppers and their assistant, taken one by one,
   * none is refused at 0.55.
   */
  public static final double DEFAULT_CONFIDENCE = 0.6;

  private static final String MODEL = "/langdetect-183.bin";
  private static final int SHORTEST = 40;
  private static final Pattern NOT_WORDS = Pattern.compile("[^\\p{L}\\p{M}'\u2019-]+");

  private final Set<String> languages;
  private final double confidence;
  private final LanguageDetectorModel model;

  private SessionLanguage(Set<String> languages, double confidence, LanguageDetectorModel model) {
    this.languages = languages;
    this.confidence = confidence;
    this.model = model;
  }

  /**
   * A filter with the default confidence. Loading the model takes about a second, and 40 MB of heap
   * for as long as the filter is in use.
   *
   * @param languages ISO 639-3 codes of those that are wanted, such as {@code "eng"}; one or more
   */
  public static SessionLanguage of(String... languages) {
    return with(DEFAULT_CONFIDENCE, Set.copyOf(Arrays.asList(languages)));
  }

  /**
   * A filter.
   *
   * @param confidence how likely another language must be, as its share of its own likelihood and
   *     that of the likeliest wanted one; in (0.5, 1]
   * @param languages as in {@link #of}
   * @throws IllegalArgumentException for a language that the detector does not know
   */
  public static SessionLanguage with(double confidence, Set<String> languages) {
    Require.that(confidence > 0.5 && confidence <= 1, "confidence", "in (0.5, 1]", confidence);
    Require.that(!languages.isEmpty(), "languages", "not empty", languages);
    LanguageDetectorModel model = load();
    Set<String> known =
        new TreeSet<>(Arrays.asList(new LanguageDetectorME(model).getSupportedLanguages()));
    for (String language : languages) {
      if (!known.contains(language)) {
        throw new IllegalArgumentException(
            "unknown language \"" + language + "\"; known: " + known);
      }
    }
    return new SessionLanguage(new TreeSet<>(languages), confidence, model);
  }

  private static LanguageDetectorModel load() {
    try (InputStream in = LanguageDetectorModel.class.getResourceAsStream(MODEL)) {
      if (in == null) {
        throw new IllegalStateException(
            MODEL + " must be on the class path (opennlp-models-langdetect), but was not");
      }
      return new LanguageDetectorModel(in);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + MODEL + " on the class path", e);
    }
  }

  @Override
  public String name() {
    return "session-language";
  }

  @Override
  public Optional<Finding> check(Session session) {
    String words = ordinaryWords(SessionText.of(session));
    if (words.getBytes(StandardCharsets.UTF_8).length < SHORTEST) {
      return Optional.empty();
    }
    Language[] likeliest = new LanguageDetectorME(model).predictLanguages(words);
    Language first = likeliest[0];
    if (languages.contains(first.getLang())) {
      return Optional.empty();
    }
    double wanted =
        Arrays.stream(likeliest)
            .filter(one -> languages.contains(one.getLang()))
            .mapToDouble(Language::getConfidence)
            .max()
            .orElse(0);
    double share = first.getConfidence() / (first.getConfidence() + wanted);
    return share >= confidence
        ? Optional.of(new Finding("wrong-language", first.getLang()))
        : Optional.empty();
  }

  private static String ordinaryWords(List<String> texts) {
    return texts.stream()
        .flatMap(NOT_WORDS::splitAsStream)
        .filter(word -> word.codePoints().noneMatch(Character::isUpperCase))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.joining(" "));
  }

  @Override
  public Provenance provenance() {
    return new Provenance(
        name(),
        Map.of(
            "languages", languages.toString(),
            "confidence", String.valueOf(confidence),
            "model", MODEL.substring(1)));
  }
}
