package io.github.llmcsss.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.Session;
import io.github.llmcsss.core.run.RunDirectory;
import io.github.llmcsss.testkit.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every example that writes sessions, from its options to what it leaves. */
final class ExamplesTest {
  private static final int SESSIONS = 4;

  @TempDir static Path directory;
  private static Path model = Path.of("");
  private static Path products = Path.of("");

  @BeforeAll
  static void writeModelAndProducts() throws IOException {
    model = TinyModel.extractTo(directory.resolve("tiny"));
    products = ProductFiles.small(directory);
  }

  private static Console run(Callable<Integer> example, Path out, String... more) {
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.addAll(List.of("--model", model.toString(), "--out", out.toString()));
    arguments.addAll(List.of("--sessions", Integer.toString(SESSIONS)));
    Console console = Console.of(example, arguments.toArray(String[]::new));
    assertEquals(0, console.exitCode(), console.err());
    return console;
  }

  /** The sessions of a run that must be whole, with all that belongs to it. */
  private static List<Session> sessions(Console console, Path out) throws IOException {
    assertEquals(
        3,
        Pattern.compile("^--- session ", Pattern.MULTILINE)
            .matcher(console.out())
            .results()
            .count());
    assertTrue(console.out().contains(SESSIONS + " finished"), console.out());
    assertTrue(console.out().contains("of the answers name a retrieved product"), console.out());
    RunDirectory run = RunDirectory.open(out);
    assertTrue(run.complete());
    for (String file : List.of("sessions.html", "README.md", "report.txt")) {
      assertTrue(Files.size(out.resolve(file)) > 0, file);
    }
    try (Stream<Session> sessions = run.sessions()) {
      List<Session> all = sessions.toList();
      assertEquals(SESSIONS, all.size());
      return all;
    }
  }

  @Test
  void quickstartMakesAsManySessionsAsAreAskedFor() throws IOException {
    Path out = directory.resolve("quickstart");
    sessions(run(new Quickstart(), out, "--catalog", products.toString()), out);
  }

  @Test
  void aRunThatIsCompleteIsLeftAsItIs() throws IOException {
    Path out = directory.resolve("again");
    run(new Quickstart(), out, "--catalog", products.toString());
    String report = Files.readString(out.resolve("report.txt"));
    Console again = run(new Quickstart(), out, "--catalog", products.toString());
    assertTrue(again.out().contains("this run was complete before"), again.out());
    assertEquals(report, Files.readString(out.resolve("report.txt")));
  }

  @Test
  void fromAmazonReadsTheCatalogue() throws IOException {
    Path out = directory.resolve("amazon");
    Console console = run(new FromAmazon(), out, "--catalog", products.toString());
    assertTrue(console.out().contains("0 malformed"), console.out());
    sessions(console, out);
  }

  @Test
  void customRewardIsTheOneThatCounts() throws IOException {
    Path out = directory.resolve("reward");
    Set<Double> rewards =
        sessions(run(new CustomReward(), out), out).stream()
            .flatMap(session -> session.turns().stream())
            .flatMap(turn -> turn.response().stream())
            .map(response -> response.reward())
            .collect(Collectors.toSet());
    assertTrue(Set.of(0.0, 1.0).containsAll(rewards), rewards.toString());
  }

  @Test
  void customSearchEnvironmentIsTheOneThatIsSearched() throws IOException {
    Path out = directory.resolve("search");
    for (Session session : sessions(run(new CustomSearchEnvironment(), out), out)) {
      session.turns().stream()
          .flatMap(turn -> turn.response().stream())
          .flatMap(response -> response.documents().stream())
          .forEach(found -> assertEquals(Math.rint(found.score()), found.score()));
    }
  }
}
