package io.github.llmcsss.search.lucene;

import com.google.common.io.ByteArrayDataOutput;
import com.google.common.io.ByteStreams;
import io.github.llmcsss.api.Document;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** A document as bytes: every part with its length before it, strings as {@link CharBytes}. */
final class DocumentBytes {
  private DocumentBytes() {}

  static byte[] encode(Document document) {
    ByteArrayDataOutput output = ByteStreams.newDataOutput();
    write(output, document.id());
    write(output, document.title());
    write(output, document.brand());
    write(output, document.features());
    write(output, document.description());
    write(output, document.categories());
    output.writeBoolean(document.price().isPresent());
    document.price().ifPresent(output::writeDouble);
    output.writeInt(document.attributes().size());
    document
        .attributes()
        .forEach((name, value) -> {
          write(output, name);
          write(output, value);
        });
    return output.toByteArray();
  }

  /**
   * The document that was encoded.
   *
   * @throws IOException if the bytes are not those of a document
   */
  static Document decode(byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer input = ByteBuffer.wrap(bytes, offset, length);
    try {
      Document document =
          new Document(
              readString(input),
              readString(input),
              readString(input),
              readStrings(input),
              readString(input),
              readStrings(input),
              input.get() == 0 ? OptionalDouble.empty() : OptionalDouble.of(input.getDouble()),
              readAttributes(input));
      if (input.hasRemaining()) {
        throw new IllegalArgumentException(input.remaining() + " bytes are left over");
      }
      return document;
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new IOException("the index is damaged: a stored document cannot be read", e);
    }
  }

  private static void write(ByteArrayDataOutput output, String text) {
    byte[] bytes = CharBytes.encode(text);
    output.writeInt(bytes.length);
    output.write(bytes);
  }

  private static void write(ByteArrayDataOutput output, List<String> texts) {
    output.writeInt(texts.size());
    texts.forEach(text -> write(output, text));
  }

  private static String readString(ByteBuffer input) {
    int length = readLength(input);
    String text = CharBytes.decode(input.array(), input.arrayOffset() + input.position(), length);
    input.position(input.position() + length);
    return text;
  }

  private static List<String> readStrings(ByteBuffer input) {
    int count = readLength(input);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      texts.add(readString(input));
    }
    return texts;
  }

  private static Map<String, String> readAttributes(ByteBuffer input) {
    int count = readLength(input);
    Map<String, String> attributes = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      String name = readString(input);
      attributes.put(name, readString(input));
    }
    return attributes;
  }

  /** A length or count; each thing counted takes a byte or more, so more than is left is wrong. */
  private static int readLength(ByteBuffer input) {
    int length = input.getInt();
    if (length < 0 || length > input.remaining()) {
      throw new IllegalArgumentException("length " + length + " of " + input.remaining());
    }
    return length;
  }
}
