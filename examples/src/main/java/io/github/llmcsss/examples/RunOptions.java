package io.github.llmcsss.examples;

import io.github.llmcsss.core.run.ExistingRun;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that all examples share. */
final class RunOptions {
  private static final int MOST_THREADS = 1024;

  @Option(
      names = "--sessions",
      paramLabel = "N",
      description = "how many sessions to make (default: ${DEFAULT-VALUE})")
  int sessions = 20;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "where the sessions go; a run of the same settings that is there goes on where it ended"
              + " (default: ${DEFAULT-VALUE})")
  Path out = Path.of("sessions");

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "where every random choice comes from (default: ${DEFAULT-VALUE})")
  long seed = 42;

  @Option(
      names = "--model",
      paramLabel = "PATH",
      description =
          "a model's directory or GGUF file (default: SmolLM2-135M-Instruct, fetched once)")
  Optional<Path> model = Optional.empty();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "processor threads of the model (default: all)")
  int threads = Runtime.getRuntime().availableProcessors();

  @ArgGroup(exclusive = true)
  @Nullable Existing existing;

  /** What is done with a run that is there, if it is not to go on. */
  static final class Existing {
    @Option(names = "--extend", description = "go on with the run that is there to more sessions")
    boolean extend;

    @Option(names = "--overwrite", description = "delete the run that is there")
    boolean overwrite;
  }

  @Option(names = "--help", usageHelp = true, description = "show this text")
  boolean help;

  ExistingRun existingRun() {
    if (existing == null) {
      return ExistingRun.CONTINUE;
    }
    return existing.extend ? ExistingRun.EXTEND : ExistingRun.OVERWRITE;
  }

  /** Refuses what cannot work before time is spent on catalogue and model. */
  void check() {
    check(sessions >= 1, "--sessions", "1 or more", sessions);
    check(
        threads >= 1 && threads <= MOST_THREADS,
        "--threads",
        "in [1, " + MOST_THREADS + "]",
        threads);
  }

  private static void check(boolean holds, String option, String rule, int value) {
    if (!holds) {
      throw new IllegalArgumentException(option + " must be " + rule + ", but was " + value);
    }
  }
}
