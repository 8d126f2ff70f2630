package io.github.llmcsss.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** Writes tensors as a safetensors file, sorted by name. */
public final class SafetensorsWriter {
  private static final int CHUNK = 1 << 18;

  /** How values are stored. */
  public enum Precision {
    /** 32 bits, exact. */
    F32,
    /** 16 bits, rounded to the nearest half-precision number. */
    F16,
    /** 16 bits, rounded to the nearest brain float. */
    BF16
  }

  private SafetensorsWriter() {}

  /**
   * Writes a file beside its final place and then renames it, so that nothing half-written looks
   * whole.
   *
   * @param file replaced if it exists
   * @param tensors with distinct names
   * @param precision of all of them
   */
  public static void write(Path file, Collection<? extends Tensor> tensors, Precision precision)
      throws IOException {
    write(file, tensors, precision, Map.of());
  }

  /**
   * The same with texts beside the tensors, which other readers pass over.
   *
   * @param metadata by name
   */
  public static void write(
      Path file,
      Collection<? extends Tensor> tensors,
      Precision precision,
      Map<String, String> metadata)
      throws IOException {
    Map<String, Tensor> sorted = new TreeMap<>();
    for (Tensor tensor : tensors) {
      if (sorted.put(tensor.name(), tensor) != null) {
        throw new IllegalArgumentException(
            "tensors must be there once, but \"" + tensor.name() + "\" is there twice");
      }
    }
    Path unfinished = file.resolveSibling(file.getFileName() + ".partial");
    try (FileChannel channel =
        FileChannel.open(
            unfinished,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      write(channel, header(sorted.values(), precision, metadata));
      for (Tensor tensor : sorted.values()) {
        values(channel, tensor, precision);
      }
      channel.force(true);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(unfinished);
      throw e;
    }
    Files.move(
        unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static ByteBuffer header(
      Collection<Tensor> tensors, Precision precision, Map<String, String> metadata)
      throws IOException {
    int width = precision == Precision.F32 ? 4 : 2;
    ObjectNode header = Json.MAPPER.createObjectNode();
    ObjectNode texts = header.putObject("__metadata__").put("format", "pt");
    new TreeMap<>(metadata).forEach(texts::put);
    long at = 0;
    for (Tensor tensor : tensors) {
      ObjectNode entry = header.putObject(tensor.name()).put("dtype", precision.name());
      for (long dimension : tensor.shape()) {
        entry.withArray("shape").add(dimension);
      }
      if (tensor.shape().length == 0) {
        entry.putArray("shape");
      }
      entry.putArray("data_offsets").add(at).add(at + tensor.size() * width);
      at += tensor.size() * width;
    }
    String json = Json.MAPPER.writeValueAsString(header);
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    int padded = (bytes.length + 7) / 8 * 8;
    ByteBuffer buffer = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(padded).put(bytes);
    while (buffer.hasRemaining()) {
      buffer.put((byte) ' ');
    }
    return buffer.flip();
  }

  private static void values(FileChannel channel, Tensor tensor, Precision precision)
      throws IOException {
    float[] values = new float[CHUNK];
    ByteBuffer bytes = ByteBuffer.allocateDirect(4 * CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    for (long at = 0; at < tensor.size(); at += CHUNK) {
      int count = (int) Math.min(CHUNK, tensor.size() - at);
      tensor.read(at, values, 0, count);
      bytes.clear();
      for (int i = 0; i < count; i++) {
        switch (precision) {
          case F32 -> bytes.putFloat(values[i]);
          case F16 -> bytes.putShort(Float.floatToFloat16(values[i]));
          case BF16 -> bytes.putShort(brainFloat(values[i]));
        }
      }
      write(channel, bytes.flip());
    }
  }

  /** Rounds to the nearest, ties to even. */
  private static short brainFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) 0x7fc0;
    }
    return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
  }

  private static void write(FileChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }
}
