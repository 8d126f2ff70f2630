package io.github.llmcsss.core.export;

import io.github.llmcsss.api.Session;
import java.io.Closeable;
import java.io.IOException;

/** Writes sessions to one file, one after another. */
interface SessionFormat extends Closeable {
  /** Writes a session; gives the number of records that it made. */
  long write(Session session) throws IOException;

  /** Writes what stands after the last session. */
  @Override
  void close() throws IOException;
}
