package io.github.llmcsss.core.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What the object of one line says. */
@FunctionalInterface
interface LineMapper<T> {
  /** The records of one line; counts what it had to mend. */
  List<T> map(JsonNode line, Counts counts) throws LineException;
}
