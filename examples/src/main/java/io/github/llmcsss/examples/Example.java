package io.github.llmcsss.examples;

import io.github.llmcsss.api.CsssException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Starts an example: one clear sentence and exit code 1 for whatever goes wrong. */
final class Example {
  private Example() {}

  static void main(Callable<Integer> command, String[] arguments) {
    System.exit(run(command, arguments));
  }

  static int run(Callable<Integer> command, String[] arguments) {
    return new CommandLine(command)
        .setExecutionExceptionHandler((exception, line, result) -> {
          line.getErr().println(line.getCommandName() + ": " + sentence(exception));
          return 1;
        })
        .setParameterExceptionHandler((exception, ignored) -> {
          CommandLine line = exception.getCommandLine();
          line.getErr().println(line.getCommandName() + ": " + exception.getMessage());
          return 1;
        })
        .execute(arguments);
  }

  private static String sentence(Exception exception) throws Exception {
    return switch (exception) {
      case NoSuchFileException e -> "there is no file or directory " + e.getMessage();
      case AccessDeniedException e -> "access to " + e.getMessage() + " is denied";
      case IOException e -> String.valueOf(e.getMessage());
      case CsssException e -> String.valueOf(e.getMessage());
      case IllegalArgumentException e -> String.valueOf(e.getMessage());
      case IllegalStateException e -> String.valueOf(e.getMessage());
      default -> throw exception;
    };
  }
}
