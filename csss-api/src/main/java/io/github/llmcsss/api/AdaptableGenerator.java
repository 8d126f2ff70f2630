package io.github.llmcsss.api;

import java.io.IOException;
import java.nio.file.Path;

/** A generator that can write with an adapter on top of its model. */
public interface AdaptableGenerator extends Generator {
  /**
   * A view of this generator that writes with an adapter; this one goes on writing without. Both
   * may be used at the same time.
   *
   * @param adapter a directory as trainers write it; read now, not later
   * @return to be closed by the caller after use, before this generator; closing it leaves this
   *     generator open
   * @throws IOException if the adapter cannot be read or is of another model
   */
  Generator withAdapter(Path adapter) throws IOException;
}
