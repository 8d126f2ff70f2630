package io.github.llmcsss.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Valid files with something wrong in them. */
final class Mutations {
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "-1",
          "0",
          "1",
          "16777215",
          "1e300",
          "9223372036854775807",
          "\"\"",
          "\"x\"",
          "\"\\ud800\"",
          "\"(((\"",
          "\"<|im_end|>\"",
          "[]",
          "[[]]",
          "[null]",
          "[\"h\",\"e\"]",
          "{}",
          "{\"type\":\"Sequence\"}",
          "{\"type\":\"Metaspace\"}",
          "{\"type\":\"ByteLevel\"}",
          "{\"type\":\"Prepend\",\"prepend\":\"\"}",
          "{\"Regex\":\"\"}",
          "{\"Regex\":\"(a*)*\"}");

  private Mutations() {}

  /** Not in place: file systems write a file that is overwritten to the disk at once. */
  static void replace(Path file, byte[] bytes) throws IOException {
    Files.deleteIfExists(file);
    Files.write(file, bytes);
  }

  /** Changes a valid file: bytes of its head, bits, an eight-byte length, a digit, or its end. */
  static byte[] mutate(String name, long seed, int kind, int head)
      throws IOException, URISyntaxException {
    return mutate(Files.readAllBytes(TestFiles.resource(name)), seed, kind, head);
  }

  static byte[] mutate(byte[] valid, long seed, int kind, int head) {
    byte[] bytes = valid.clone();
    int reach = Math.min(head, bytes.length - 8);
    Random random = new Random(seed);
    switch (kind) {
      case 0 -> bytes[random.nextInt(reach)] = (byte) random.nextInt();
      case 1 -> {
        for (int i = 0; i < 8; i++) {
          bytes[random.nextInt(reach)] ^= (byte) (1 << random.nextInt(8));
        }
      }
      case 2 ->
          ByteBuffer.wrap(bytes)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putLong(
                  random.nextInt(reach), random.nextBoolean() ? Long.MAX_VALUE : random.nextLong());
      case 3 -> {
        for (int i = 0; i < reach; i++) {
          if (bytes[i] >= '0' && bytes[i] <= '9' && random.nextInt(8) == 0) {
            bytes[i] = (byte) ('0' + random.nextInt(10));
          }
        }
      }
      default -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }
    return bytes;
  }

  /** Replaces, removes or copies a part of a valid JSON object, at any depth. */
  static JsonNode mutate(ObjectNode valid, long seed) throws IOException {
    ObjectNode root = valid.deepCopy();
    Random random = new Random(seed);
    for (int changes = 1 + random.nextInt(2); changes > 0; changes--) {
      JsonNode parent = root;
      while (true) {
        List<String> names = new ArrayList<>();
        parent.fieldNames().forEachRemaining(names::add);
        int count = parent.size();
        if (count == 0) {
          break;
        }
        int at = random.nextInt(count);
        JsonNode child = parent.isObject() ? parent.path(names.get(at)) : parent.path(at);
        if (child.isContainerNode() && !child.isEmpty() && random.nextInt(4) != 0) {
          parent = child;
          continue;
        }
        boolean removed = random.nextInt(6) == 0;
        JsonNode value = Json.MAPPER.readTree(VALUES.get(random.nextInt(VALUES.size())));
        if (parent instanceof ObjectNode object) {
          if (removed) {
            object.remove(names.get(at));
          } else {
            object.set(random.nextInt(6) == 0 ? "x" : names.get(at), value);
          }
        } else if (parent instanceof ArrayNode array) {
          if (removed) {
            array.remove(at);
          } else {
            array.set(at, value);
          }
        }
        break;
      }
    }
    return root;
  }
}
