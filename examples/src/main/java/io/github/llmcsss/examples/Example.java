package io.github.llmcsss.examples;

import io.github.llmcsss.api.CsssException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Starts an example: one clear sentence and exit code 1 for whatever goes wrong. */
final class Example {
  /** Held here, because loggers that nobody holds lose their level. */
  private static final Logger TOKENIZER_LOG = Logger.getLogger("ai.djl");

  private Example() {}

  static void main(Callable<Integer> command, String[] arguments) {
    System.exit(run(command, arguments));
  }

  static int run(Callable<Integer> command, String... arguments) {
    // It tells every user which native library it found.
    TOKENIZER_LOG.setLevel(Level.WARNING);
    CommandLine line = new CommandLine(command);
    line.registerConverter(Path.class, Example::path);
    line.setParameterExceptionHandler(
        (exception, ignored) -> complain(exception.getCommandLine(), sentence(exception)));
    line.setExecutionExceptionHandler(
        (exception, failed, result) -> complain(failed, sentence(exception)));
    try {
      return line.execute(arguments);
    } catch (OutOfMemoryError e) {
      return complain(
          line,
          "Java's memory is too small for this ("
              + e.getMessage()
              + "); give a smaller catalogue, or more memory with JAVA_TOOL_OPTIONS=-Xmx8g");
    }
  }

  private static int complain(CommandLine line, String sentence) {
    line.getErr().println(line.getCommandName() + ": " + sentence);
    return 1;
  }

  private static Path path(String text) {
    if (text.isBlank()) {
      throw new TypeConversionException("must be a path, but was \"" + text + "\"");
    }
    return Path.of(text);
  }

  private static String sentence(ParameterException exception) {
    if (exception instanceof UnmatchedArgumentException unmatched) {
      List<String> known =
          exception.getCommandLine().getCommandSpec().optionsMap().keySet().stream()
              .sorted()
              .toList();
      return (unmatched.isUnknownOption() ? "unknown option \"" : "unknown argument \"")
          + unmatched.getUnmatched().getFirst()
          + "\"; known: "
          + known;
    }
    return exception.getMessage() + "; --help lists the options";
  }

  /** The message of a failure that the user can do something about; others are thrown on. */
  private static String sentence(Exception exception) throws Exception {
    return switch (exception) {
      case NoSuchFileException e when e.getReason() == null ->
          e.getFile() + ": there is no such file or directory";
      case AccessDeniedException e -> e.getFile() + ": access is denied";
      case UncheckedIOException e -> sentence(Objects.requireNonNull(e.getCause()));
      case IOException e -> message(e);
      case CsssException e -> message(e);
      case IllegalArgumentException e -> message(e);
      case IllegalStateException e -> message(e);
      default -> throw exception;
    };
  }

  private static String message(Exception exception) {
    String message = exception.getMessage();
    return message == null ? exception.getClass().getSimpleName() : message;
  }
}
