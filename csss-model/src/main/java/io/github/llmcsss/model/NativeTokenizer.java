package io.github.llmcsss.model;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * The native tokenizer library, wrapped once. Thread-safe; closing waits for encodings in progress,
 * because freeing the native memory under them would end the JVM.
 */
final class NativeTokenizer implements AutoCloseable {
  private static final Object LOAD = new Object();
  private static final String OFFLINE = "ai.djl.offline";
  private static final String NO_TRACKING = "OPT_OUT_TRACKING";

  private final Path file;
  private final HuggingFaceTokenizer tokenizer;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean closed;

  private NativeTokenizer(Path file, HuggingFaceTokenizer tokenizer) {
    this.file = file;
    this.tokenizer = tokenizer;
  }

  /**
   * From the bytes of a {@code tokenizer.json}; the message of a failure does not quote it.
   *
   * @param file where they are from, for the message
   */
  static NativeTokenizer of(Path file, byte[] json) {
    // Whenever a tokenizer is made, the library reports home, and it may download a CUDA build of
    // itself. Its switches are system properties: they are set for as long as it looks at them.
    synchronized (LOAD) {
      String offline = System.getProperty(OFFLINE);
      String tracking = System.getProperty(NO_TRACKING);
      System.setProperty(OFFLINE, "true");
      System.setProperty(NO_TRACKING, "true");
      try {
        return new NativeTokenizer(
            file,
            HuggingFaceTokenizer.newInstance(
                new ByteArrayInputStream(json), Map.of("truncation", "false", "padding", "false")));
      } catch (IOException | RuntimeException e) {
        throw new ModelFormatException(
            file, "the tokenizer is refused by the tokenizer library: " + e);
      } finally {
        restore(OFFLINE, offline);
        restore(NO_TRACKING, tracking);
      }
    }
  }

  private static void restore(String property, @Nullable String value) {
    if (value == null) {
      System.clearProperty(property);
    } else {
      System.setProperty(property, value);
    }
  }

  int[] encode(String text) {
    String wellFormed = wellFormed(text);
    lock.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("the tokenizer is closed");
      }
      long[] ids = ids(wellFormed);
      int[] tokens = new int[ids.length];
      for (int i = 0; i < ids.length; i++) {
        tokens[i] = Math.toIntExact(ids[i]);
      }
      return tokens;
    } finally {
      lock.readLock().unlock();
    }
  }

  private long[] ids(String text) {
    try {
      return tokenizer.encode(text, false, false).getIds();
    } catch (RuntimeException e) {
      throw new ModelFormatException(file, "the tokenizer library cannot encode a text: " + e);
    }
  }

  /** Lone surrogates, which no UTF-8 can hold, become U+FFFD. */
  private static String wellFormed(String text) {
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
        return text.codePoints()
            .map(p -> p >= Character.MIN_SURROGATE && p <= Character.MAX_SURROGATE ? 0xFFFD : p)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
      }
      i += Character.charCount(c);
    }
    return text;
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        tokenizer.close();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
