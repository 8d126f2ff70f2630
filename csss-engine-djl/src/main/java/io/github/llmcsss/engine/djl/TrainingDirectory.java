package io.github.llmcsss.engine.djl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.MapDifference;
import com.google.common.collect.Maps;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import io.github.llmcsss.api.Provenance;
import io.github.llmcsss.model.SafetensorsWriter;
import io.github.llmcsss.model.SafetensorsWriter.Precision;
import io.github.llmcsss.model.Tensor;
import io.github.llmcsss.model.TensorSource;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The output directory of a training:
 *
 * <ul>
 *   <li>{@code training.json}: what makes it, and what came out
 *   <li>{@code metrics.jsonl}: a line a step
 *   <li>{@code checkpoint/}: weights, moments and state at some step, always whole
 *   <li>{@code best.safetensors}: the weights with the lowest validation loss
 *   <li>{@code alarm.txt}: why it stopped itself, if it did
 *   <li>{@code adapter/} or {@code model/}: the result
 * </ul>
 *
 * <p>One process at a time works in it.
 */
final class TrainingDirectory implements AutoCloseable {
  static final String FILE = "training.json";
  static final String METRICS = "metrics.jsonl";
  private static final String ALARM = "alarm.txt";
  private static final String WEIGHTS = "weights.safetensors";
  private static final String MOMENTS = "moments.safetensors";
  private static final String STATE = "state.json";
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final Path directory;
  private final Path checkpoint;
  private final Path best;
  private final FileChannel lock;

  private TrainingDirectory(Path directory, FileChannel lock) {
    this.directory = directory;
    this.lock = lock;
    checkpoint = directory.resolve("checkpoint");
    best = directory.resolve("best.safetensors");
  }

  /**
   * Opens a directory, which is made where it does not exist.
   *
   * @throws IOException if another process works in it, or it cannot be written
   */
  static TrainingDirectory open(Path directory) throws IOException {
    Files.createDirectories(directory);
    FileChannel channel =
        FileChannel.open(
            directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() == null) {
        throw new IOException(directory + ": another process trains here; wait for it");
      }
      return new TrainingDirectory(directory, channel);
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw new IOException(directory + ": another training works here; wait for it", e);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  Path path() {
    return directory;
  }

  /** The facts with which a training began here; empty where none did. */
  Optional<Map<String, String>> facts() throws IOException {
    Path file = directory.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    JsonNode json;
    try {
      json = MAPPER.readTree(file.toFile());
    } catch (JsonProcessingException e) {
      throw new IOException(file + ": not JSON: " + e.getOriginalMessage(), e);
    }
    Map<String, String> facts = new TreeMap<>();
    json.path("facts")
        .properties()
        .forEach(fact -> facts.put(fact.getKey(), fact.getValue().asText()));
    return Optional.of(facts);
  }

  /**
   * Notes what makes the training, or checks that it is what made its beginning.
   *
   * @throws IOException if the directory holds another training; says what differs
   */
  void claim(Provenance provenance) throws IOException {
    Optional<Map<String, String>> before = facts();
    if (before.isEmpty()) {
      ObjectNode json = MAPPER.createObjectNode().put("name", provenance.name());
      provenance.facts().forEach(json.putObject("facts")::put);
      write(FILE, json);
      return;
    }
    MapDifference<String, String> difference = Maps.difference(before.get(), provenance.facts());
    if (!difference.areEqual()) {
      throw new IOException(
          directory
              + ": holds another training; it differs in "
              + difference.entriesDiffering().keySet()
              + difference.entriesOnlyOnLeft().keySet()
              + difference.entriesOnlyOnRight().keySet()
              + " (there, here): "
              + difference.entriesDiffering().values()
              + "; give another directory, or the settings that it was begun with");
    }
  }

  /** Where the last checkpoint was; the beginning where there is none. */
  TrainingState state() throws IOException {
    Path old = directory.resolve("checkpoint.old");
    if (!Files.exists(checkpoint) && Files.exists(old)) {
      // Killed between the two renames of save().
      Files.move(old, checkpoint, StandardCopyOption.ATOMIC_MOVE);
    }
    Path file = checkpoint.resolve(STATE);
    return Files.exists(file)
        ? MAPPER.readValue(file.toFile(), TrainingState.class)
        : TrainingState.START;
  }

  /** The weights of the last checkpoint. */
  TensorSource weights() throws IOException {
    return TensorSource.read(checkpoint.resolve(WEIGHTS));
  }

  /** The optimizer's moments of the last checkpoint. */
  TensorSource moments() throws IOException {
    return TensorSource.read(checkpoint.resolve(MOMENTS));
  }

  /** Replaces the checkpoint; the one before stays until this one is whole. */
  void save(TrainingState state, List<Tensor> weights, List<Tensor> moments) throws IOException {
    Path unfinished = directory.resolve("checkpoint.partial");
    Path old = directory.resolve("checkpoint.old");
    delete(unfinished);
    delete(old);
    writing(
        directory,
        "the checkpoint of step " + state.step(),
        () -> {
          try {
            Files.createDirectories(unfinished);
            SafetensorsWriter.write(unfinished.resolve(WEIGHTS), weights, Precision.F32);
            SafetensorsWriter.write(unfinished.resolve(MOMENTS), moments, Precision.F32);
            MAPPER.writeValue(unfinished.resolve(STATE).toFile(), state);
          } catch (IOException e) {
            delete(unfinished);
            throw e;
          }
        });
    if (Files.exists(checkpoint)) {
      Files.move(checkpoint, old, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(unfinished, checkpoint, StandardCopyOption.ATOMIC_MOVE);
    delete(old);
  }

  /** Something that writes files. */
  @FunctionalInterface
  interface Writing {
    void run() throws IOException;
  }

  /** Writes, and where that fails says what stays, and what to do. */
  static void writing(Path directory, String what, Writing writing) throws IOException {
    try {
      writing.run();
    } catch (IOException e) {
      throw new IOException(
          directory
              + ": "
              + what
              + " cannot be written; the last checkpoint stays. Make room, then call again",
          e);
    }
  }

  private static void delete(Path path) throws IOException {
    if (Files.exists(path)) {
      MoreFiles.deleteRecursively(path, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  /** Keeps the weights as the best so far. */
  void saveBest(List<Tensor> weights) throws IOException {
    writing(
        directory, "best.safetensors", () -> SafetensorsWriter.write(best, weights, Precision.F32));
  }

  /** The best weights so far. */
  TensorSource best() throws IOException {
    return TensorSource.read(best);
  }

  /** Forgets the lines of steps after a checkpoint: they are made again. */
  void truncateMetrics(long step) throws IOException {
    Path file = directory.resolve(METRICS);
    if (Files.exists(file)) {
      List<String> lines = Files.readAllLines(file);
      List<String> kept = lines.subList(0, (int) Math.min(step, lines.size()));
      replace(METRICS, kept.stream().map(line -> line + "\n").collect(Collectors.joining()));
    }
  }

  void log(Object metrics) throws IOException {
    writing(
        directory,
        METRICS,
        () ->
            Files.writeString(
                directory.resolve(METRICS),
                MAPPER.writeValueAsString(metrics) + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND));
  }

  /** The lines that are there, from the first step on. */
  <T> List<T> metrics(Class<T> type) throws IOException {
    Path file = directory.resolve(METRICS);
    List<T> read = new ArrayList<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        read.add(MAPPER.readValue(line, type));
      }
    }
    return read;
  }

  /** Keeps the reason why the training stopped itself. */
  void noteAlarm(String reason) throws IOException {
    replace(ALARM, reason);
  }

  /** The training goes on. */
  void forgetAlarm() throws IOException {
    Files.deleteIfExists(directory.resolve(ALARM));
  }

  /** Writes a file of JSON, over one that is there. */
  void write(String name, Object content) throws IOException {
    replace(name, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(content) + "\n");
  }

  /** Writes a file whole or not at all. */
  private void replace(String name, String text) throws IOException {
    Path unfinished = directory.resolve(name + ".partial");
    Files.writeString(unfinished, text);
    Files.move(
        unfinished,
        directory.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
