package io.github.llmcsss.core;

import io.github.llmcsss.api.Session;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A run in a process of its own, which somebody kills: directory, sessions in flight. Prints a line
 * for each session that is acknowledged.
 */
final class KilledRun {
  static final int COUNT = 1300;

  private KilledRun() {}

  public static void main(String[] arguments) throws IOException {
    SynthesisReport report;
    try (BabblingGenerator generator = new BabblingGenerator()) {
      report = run(generator, Path.of(arguments[0]), Integer.parseInt(arguments[1]));
    } catch (IOException e) {
      System.out.println(e.getMessage());
      System.exit(2);
      return;
    }
    System.out.println(report);
    System.exit(report.end() == RunEnd.COUNT ? 0 : 1);
  }

  static SynthesisReport run(BabblingGenerator generator, Path directory, int inFlight)
      throws IOException {
    SynthesisListener listener =
        new SynthesisListener() {
          @Override
          public void finished(Session session, SynthesisProgress progress) {
            System.out.println(session.id());
          }
        };
    return SessionSynthesizer.builder()
        .generator(generator)
        .searchEnvironment(TestShop.search())
        .turns(TurnPolicy.between(1, 3))
        .count(COUNT)
        .sessionsInFlight(inFlight)
        .listener(listener)
        .build()
        .synthesize(TestShop.seeds(90), directory);
  }
}
