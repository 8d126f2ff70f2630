package io.github.llmcsss.core.data;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** One line to a tree, whichever of the two notations it is in; thread-safe. */
final class LineParser {
  static final int MAXIMUM_DEPTH = 64;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAXIMUM_DEPTH)
                          .maxStringLength(LineSource.MAXIMUM_LINE_BYTES)
                          .build())
                  // Files that went through pandas have NaN where a price is missing.
                  .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private LineParser() {}

  static boolean isBlank(byte[] bytes, int length) {
    return skipSpace(bytes, 0, length) == length;
  }

  /** The object of a line: JSON where its first key is in double quotes, else a Python literal. */
  static JsonNode parse(byte[] bytes, int length) throws LineException.Malformed {
    int start = skipSpace(bytes, skipByteOrderMark(bytes, length), length);
    if (start == length || bytes[start] != '{') {
      throw new LineException.Malformed("not an object");
    }
    int first = skipSpace(bytes, start + 1, length);
    boolean json = first < length && (bytes[first] == '"' || bytes[first] == '}');
    return json ? parseJson(bytes, start, length) : parsePython(bytes, start, length);
  }

  /** The object that a string holds; the Hugging Face rendering has such strings. */
  static JsonNode parseJson(String text) throws LineException.Malformed {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return parseJson(bytes, 0, bytes.length);
  }

  private static JsonNode parseJson(byte[] bytes, int start, int length)
      throws LineException.Malformed {
    try {
      return JSON.readTree(bytes, start, length - start);
    } catch (JsonProcessingException e) {
      // Its message may quote the line, and with it a reviewer's name.
      String column = e.getLocation() == null ? "" : ", column " + e.getLocation().getColumnNr();
      throw new LineException.Malformed("not JSON" + column);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode parsePython(byte[] bytes, int start, int length)
      throws LineException.Malformed {
    try {
      ByteBuffer buffer = ByteBuffer.wrap(bytes, start, length - start);
      return PythonLiteral.parse(
          StandardCharsets.UTF_8.newDecoder().decode(buffer).toString(), MAXIMUM_DEPTH);
    } catch (CharacterCodingException e) {
      throw new LineException.Malformed("not UTF-8");
    }
  }

  private static int skipByteOrderMark(byte[] bytes, int length) {
    boolean there =
        length >= 3
            && bytes[0] == (byte) 0xef
            && bytes[1] == (byte) 0xbb
            && bytes[2] == (byte) 0xbf;
    return there ? 3 : 0;
  }

  private static int skipSpace(byte[] bytes, int start, int length) {
    int at = start;
    while (at < length && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\r')) {
      at++;
    }
    return at;
  }
}
