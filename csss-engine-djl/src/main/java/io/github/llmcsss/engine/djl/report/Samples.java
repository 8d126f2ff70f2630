package io.github.llmcsss.engine.djl.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Answers that are shown, before a training and after it.
 *
 * @param groups of answers to one prompt
 */
public record Samples(List<Group> groups) {
  /** The file of the answers at the beginning. */
  public static final String BEFORE = "samples-before.json";

  /** The file of the answers at the end, to the same seed queries. */
  public static final String AFTER = "samples-after.json";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Copies the groups. */
  public Samples {
    groups = List.copyOf(groups);
  }

  /**
   * Answers to one prompt.
   *
   * @param name of the group
   * @param prompt what was asked, as text
   * @param answers in the order in which they were drawn
   */
  public record Group(String name, String prompt, List<Answer> answers) {
    /** Copies the answers. */
    public Group {
      answers = List.copyOf(answers);
    }
  }

  /**
   * An answer.
   *
   * @param text of it
   * @param reward in [0, 1]
   */
  public record Answer(String text, double reward) {}

  private static Samples read(Path file) throws IOException {
    return Files.exists(file)
        ? MAPPER.readValue(file.toFile(), Samples.class)
        : new Samples(List.of());
  }

  /** What the template shows: groups of the beginning beside those of the end. */
  static List<Map<String, Object>> sideBySide(Path directory) throws IOException {
    List<Group> after = read(directory.resolve(AFTER)).groups();
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Group before : read(directory.resolve(BEFORE)).groups()) {
      List<Map<String, String>> later =
          after.stream()
              .filter(group -> group.name().equals(before.name()))
              .findFirst()
              .map(group -> shown(group.answers()))
              .orElse(List.of());
      rows.add(
          Map.of("prompt", before.prompt(), "before", shown(before.answers()), "after", later));
    }
    return rows;
  }

  private static List<Map<String, String>> shown(List<Answer> answers) {
    return answers.stream()
        .map(answer ->
            Map.of(
                "text",
                answer.text().isBlank() ? "(nothing)" : answer.text(),
                "reward",
                String.format(Locale.ROOT, "%.2f", answer.reward())))
        .toList();
  }
}
