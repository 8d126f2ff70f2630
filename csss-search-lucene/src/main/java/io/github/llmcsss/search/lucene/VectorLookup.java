package io.github.llmcsss.search.lucene;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.lucene.util.VectorUtil;

/**
 * Makes Lucene choose its vector arithmetic without the warning that the JDK's incubating vector
 * module is not there: it works without, and a library's user cannot be asked to mend it. The
 * logger is silent for this one moment only, and only where nobody has given it a level.
 */
final class VectorLookup {
  private static final Logger LOGGER = Logger.getLogger("org.apache.lucene.internal.vectorization");

  private VectorLookup() {}

  static synchronized void quietly() {
    boolean configured = LOGGER.getLevel() != null;
    if (!configured) {
      LOGGER.setLevel(Level.OFF);
    }
    try {
      VectorUtil.dotProduct(new float[] {1}, new float[] {1});
    } finally {
      if (!configured) {
        LOGGER.setLevel(null);
      }
    }
  }
}
