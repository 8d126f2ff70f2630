package io.github.llmcsss.core.viewer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.google.common.hash.Hashing;
import com.google.common.io.Resources;
import java.io.IOException;
import java.io.Serial;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The page around the data: its parts lie beside this class as resources. */
final class ViewerPage {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([A-Z_]+)\\}\\}");
  private static final JsonFactory JSON = new JsonFactory().setCharacterEscapes(new InHtml());

  /** Writes a JSON value. */
  interface Data {
    void writeTo(JsonGenerator json) throws IOException;
  }

  private ViewerPage() {}

  static void write(Writer out, Data sessions, Data run) throws IOException {
    String style = resource("viewer.css");
    String script = resource("viewer.js");
    Map<String, String> texts =
        Map.of(
            "STYLE",
            style,
            "STYLE_HASH",
            hash(style),
            "SCRIPT",
            script,
            "SCRIPT_HASH",
            hash(script));
    String page = resource("viewer.html");
    Matcher placeholder = PLACEHOLDER.matcher(page);
    int at = 0;
    while (placeholder.find()) {
      out.write(page, at, placeholder.start() - at);
      at = placeholder.end();
      switch (placeholder.group(1)) {
        case "SESSIONS" -> write(out, sessions);
        case "RUN" -> write(out, run);
        default -> out.write(texts.get(placeholder.group(1)));
      }
    }
    out.write(page, at, page.length() - at);
  }

  private static void write(Writer out, Data data) throws IOException {
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.disable(StreamWriteFeature.AUTO_CLOSE_TARGET.mappedFeature());
      data.writeTo(json);
    }
  }

  /** The source of a script or style as a content security policy allows it. */
  private static String hash(String text) {
    byte[] digest = Hashing.sha256().hashString(text, StandardCharsets.UTF_8).asBytes();
    return "sha256-" + Base64.getEncoder().encodeToString(digest);
  }

  private static String resource(String name) throws IOException {
    // A browser hashes what it has parsed, with line feeds alone.
    return Resources.toString(Resources.getResource(ViewerPage.class, name), StandardCharsets.UTF_8)
        .replace("\r\n", "\n");
  }

  /** No text of a JSON value can end the element that it stands in. */
  private static final class InHtml extends CharacterEscapes {
    @Serial private static final long serialVersionUID = 1;

    @Override
    public int[] getEscapeCodesForAscii() {
      int[] codes = standardAsciiEscapesForJSON();
      for (char c : new char[] {'<', '>', '&'}) {
        codes[c] = ESCAPE_STANDARD;
      }
      return codes;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int c) {
      return null; // there is none but the standard one
    }
  }
}
