package io.github.llmcsss.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code pyarrow} reads what we write; it is looked for by {@code python3}, or the interpreter that
 * {@code -Dcsss.python} names.
 */
@Tag("slow")
class PythonToolsTest {
  private static final String PYTHON = System.getProperty("csss.python", "python3");

  @Test
  void pyarrowReadsTheColumns(@TempDir Path directory) throws IOException, InterruptedException {
    Path file = directory.resolve("sessions.parquet");
    new ParquetExport().write(SampleRun.write(directory.resolve("run")), file);
    JsonNode rows = read(file, directory);
    assumeTrue(rows.isArray(), "skipped, as the Python module pyarrow is not installed");
    assertEquals(
        """
        {"id":"a","seed":"lamp","categories":["Home","Light"],"repetition":2,"need":"a lamp",\
        "targets":["p1","p2"],"endReason":"ACCEPTED","turns":[{"user":"lamp","leaks":false,"move":"REVEAL",\
        "planned":true,"quirks":["TYPO"],"assistant":"The Osmo Lamp costs $3.","query":"lamp",\
        "reward":0.25,"finishReason":"STOP_STRING","documents":[\
        {"id":"p1","title":"Osmo Lamp","rank":1,"score":2.5,"grade":3},\
        {"id":"p2","title":"Lamp\\t\ud83d\ude00","rank":2,"score":1.0,"grade":1}],\
        "citations":[{"start":4,"end":13,"kind":"PRODUCT","document":"p1","field":"title","fieldStart":0,"fieldEnd":9}],\
        "unsupported":[{"start":20,"end":22,"kind":"PRICE"}]},\
        {"user":"I'll take it","leaks":false,"move":null,"planned":null,"quirks":[],"assistant":null,\
        "query":null,"reward":null,"finishReason":null,"documents":[],"citations":[],\
        "unsupported":[]}]}\
        """,
        rows.get(0).toString());
    assertTrue(rows.at("/1/need").isNull());
    assertEquals(2, rows.size());
  }

  private static JsonNode read(Path file, Path directory) throws IOException, InterruptedException {
    File errors = directory.resolve("errors.txt").toFile();
    File output = directory.resolve("output.txt").toFile();
    ProcessBuilder script =
        new ProcessBuilder(PYTHON, "src/test/python/read_parquet.py", file.toString())
            .redirectError(errors)
            .redirectOutput(output);
    Process process = start(script);
    boolean ended = process.waitFor(2, TimeUnit.MINUTES);
    process.destroyForcibly();
    assertTrue(ended, "the script must end within two minutes");
    assertEquals(0, process.exitValue(), Files.readString(errors.toPath()));
    return new ObjectMapper().readTree(output);
  }

  private static Process start(ProcessBuilder script) {
    try {
      return script.start();
    } catch (IOException e) {
      assumeTrue(false, "skipped, as there is no " + PYTHON + ": " + e.getMessage());
      throw new AssertionError(e);
    }
  }
}
