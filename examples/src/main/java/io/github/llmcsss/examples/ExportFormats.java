package io.github.llmcsss.examples;

import io.github.llmcsss.core.export.DatasetCard;
import io.github.llmcsss.core.export.Export;
import io.github.llmcsss.core.export.Exporter;
import io.github.llmcsss.core.viewer.SessionViewer;
import io.github.llmcsss.parquet.ParquetExport;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What a run can be written as, by the names of the command line. */
final class ExportFormats {
  private ExportFormats() {}

  private static Map<String, Exporter> all(DatasetCard card) {
    Map<String, Exporter> formats = new LinkedHashMap<>();
    for (Export format : Export.values()) {
      formats.put(format.name().toLowerCase(Locale.ROOT).replace('_', '-'), format);
    }
    formats.put("parquet", new ParquetExport());
    formats.put("card", card);
    formats.put("viewer", new SessionViewer());
    return formats;
  }

  /** The format of a name; for a card, this one. */
  static Exporter named(String name, DatasetCard card) {
    Map<String, Exporter> formats = all(card);
    Exporter format = formats.get(name);
    if (format == null) {
      throw new IllegalArgumentException(
          "unknown format \"" + name + "\"; known: " + formats.keySet());
    }
    return format;
  }
}
