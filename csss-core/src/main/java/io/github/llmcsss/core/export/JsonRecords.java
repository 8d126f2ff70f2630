package io.github.llmcsss.core.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;

/** JSON objects, one a line. */
final class JsonRecords implements Closeable {
  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder().rootValueSeparator("\n").build();

  /** Writes the fields; the object's brackets are written here. */
  interface Fields {
    void writeTo(JsonGenerator json) throws IOException;
  }

  private final Writer out;
  private final JsonGenerator json;
  private boolean any;

  JsonRecords(Writer out) throws IOException {
    this.out = out;
    this.json =
        FACTORY.createGenerator(out).disable(StreamWriteFeature.AUTO_CLOSE_TARGET.mappedFeature());
  }

  void write(Fields fields) throws IOException {
    any = true;
    json.writeStartObject();
    fields.writeTo(json);
    json.writeEndObject();
  }

  @Override
  public void close() throws IOException {
    json.close();
    if (any) {
      out.write('\n');
    }
  }
}
