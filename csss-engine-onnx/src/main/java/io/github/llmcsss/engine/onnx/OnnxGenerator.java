package io.github.llmcsss.engine.onnx;

import ai.onnxruntime.OrtEnvironment;
import io.github.llmcsss.api.AdaptableGenerator;
import io.github.llmcsss.api.CsssException;
import io.github.llmcsss.api.Generation;
import io.github.llmcsss.api.GenerationRequest;
import io.github.llmcsss.api.Generator;
import io.github.llmcsss.api.PromptTooLongException;
import io.github.llmcsss.api.Provenance;
import io.github.llmcsss.api.Role;
import io.github.llmcsss.engine.onnx.graph.DecoderGraph;
import io.github.llmcsss.engine.onnx.graph.ElementType;
import io.github.llmcsss.engine.onnx.graph.LinearForm;
import io.github.llmcsss.model.Checkpoint;
import io.github.llmcsss.model.EncodedPrompt;
import io.github.llmcsss.model.LoraAdapter;
import io.github.llmcsss.model.ModelConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Writes with a model of the Llama family on ONNX Runtime.
 *
 * <p>All requests share one decode loop: they join and leave the batch between steps, and a text
 * depends on its own request alone, bit for bit. Keys and values of a conversation's prompts, the
 * system message's above all, are kept for its next turn.
 *
 * <p>Thread-safe. {@link #generate} renders the prompt on the calling thread, and blocks it while
 * as many requests wait as {@link OnnxGeneratorBuilder#maximumWaiting} allows; call it from virtual
 * threads where that matters. Whoever opens a generator closes it.
 */
public final class OnnxGenerator implements AdaptableGenerator {
  private final Checkpoint checkpoint;
  private final boolean ownsCheckpoint;
  private final Provenance provenance;
  private final int contextLength;
  private final ElementType activations;
  private final Decoder decoder;
  private final RequestQueue queue;
  private final DecodeLoop loop;
  private final Thread thread;

  OnnxGenerator(OnnxGeneratorBuilder settings) throws IOException {
    checkpoint = settings.checkpoint();
    ownsCheckpoint = settings.ownsCheckpoint();
    LinearForm form = settings.form();
    activations = form.activations();
    ModelConfig config = checkpoint.config();
    contextLength = settings.effectiveContextLength();
    decoder =
        new Decoder(
            modelFile(settings),
            config,
            settings.cacheType(),
            settings.runtimeSettings(),
            settings.effectiveKeyValueMemory());
    try {
      provenance =
          new Provenance(
              "OnnxGenerator",
              Map.of(
                  "model", checkpoint.contentHash(),
                  "precision", settings.precision().name(),
                  "keyValues", settings.keyValuePrecision().name(),
                  "kernels", form.name(),
                  "graph", DecoderGraph.VERSION,
                  "provider", settings.provider().name(),
                  "contextLength", Integer.toString(contextLength),
                  "onnxruntime", OrtEnvironment.getEnvironment().getVersion()));
      queue = new RequestQueue(settings.waiting());
      loop =
          new DecodeLoop(
              decoder,
              queue,
              new PrefixCache(decoder.cache().bytesPerPosition(), settings.effectivePrefixMemory()),
              new DecodeLoop.Vocabulary(
                  config.vocabularySize(),
                  Math.min(config.vocabularySize(), checkpoint.tokenizer().size()),
                  checkpoint.chatFormat().endOfTurnTokens(),
                  checkpoint.tokenizer()::bytes),
              new DecodeLoop.Limits(
                  Math.min(settings.rows(), Decoder.maximumRows(config)), settings.chunk()));
      thread = Thread.ofPlatform().daemon().name("csss-decode").start(loop);
    } catch (RuntimeException | Error e) {
      decoder.close();
      throw e;
    }
  }

  private static Path modelFile(OnnxGeneratorBuilder settings) throws IOException {
    Checkpoint checkpoint = settings.checkpoint();
    ModelConfig config = checkpoint.config();
    LinearForm form = settings.form();
    GraphStore store = new GraphStore(settings.graphDirectory());
    if (settings.keyValuePrecision() == KeyValuePrecision.FULL) {
      return store.resolve(checkpoint.contentHash(), config, checkpoint.tensors(), form);
    }
    return store.resolveWithByteCache(
        checkpoint.contentHash(),
        config,
        checkpoint.tensors(),
        form,
        model -> {
          // All that the model takes, so that every setting of a context length finds the same.
          int[] text = CacheCalibration.text(checkpoint, config.contextLength());
          try (Decoder decoder =
              new Decoder(
                  model, config, form.activations(), settings.runtimeSettings(), Long.MAX_VALUE)) {
            return CacheCalibration.measure(decoder, config, text);
          }
        });
  }

  /**
   * Opens a model with the default settings. The first time, its weights are written in the form
   * that ONNX Runtime reads, which takes some seconds; see {@link
   * OnnxGeneratorBuilder#cacheDirectory}.
   *
   * @param model a directory in the layout of Hugging Face, or a GGUF file
   * @throws IOException if the model cannot be read or the cache cannot be written
   */
  public static OnnxGenerator load(Path model) throws IOException {
    Checkpoint checkpoint = Checkpoint.open(model);
    try {
      return new OnnxGeneratorBuilder(checkpoint, true).build();
    } catch (IOException | RuntimeException | Error e) {
      checkpoint.close();
      throw e;
    }
  }

  /**
   * The same with an open checkpoint, which stays open when the generator is closed and must not be
   * closed before.
   *
   * @throws IOException if the model cannot be read or the cache cannot be written
   */
  public static OnnxGenerator load(Checkpoint checkpoint) throws IOException {
    return builder(checkpoint).build();
  }

  /** A builder; the checkpoint stays open when the generator is closed. */
  public static OnnxGeneratorBuilder builder(Checkpoint checkpoint) {
    return new OnnxGeneratorBuilder(checkpoint, false);
  }

  @Override
  public CompletableFuture<Generation> generate(GenerationRequest request) {
    return generate(request, null, "");
  }

  /** {@code conversations} sets the keys of an adapter's conversations apart from all others. */
  CompletableFuture<Generation> generate(
      GenerationRequest request, @Nullable AdapterWeights adapter, String conversations) {
    CompletableFuture<Generation> future = new CompletableFuture<>();
    try {
      // First, because a checkpoint that is closed cannot render a prompt.
      if (queue.isClosed() || !queue.put(job(request, adapter, conversations, future))) {
        future.completeExceptionally(closed());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      future.completeExceptionally(
          new CsssException("interrupted while the request waited for room in the queue", e));
    } catch (IllegalArgumentException | IllegalStateException | CsssException e) {
      future.completeExceptionally(e);
    }
    return future;
  }

  private Job job(
      GenerationRequest request,
      @Nullable AdapterWeights adapter,
      String conversations,
      CompletableFuture<Generation> future) {
    EncodedPrompt prompt = checkpoint.chatFormat().encode(request.prompt());
    int[] tokens = prompt.tokens();
    int maximumTokens = request.sampling().maximumTokens();
    if (tokens.length == 0) {
      throw new IllegalArgumentException("prompt must be at least one token, but was empty");
    }
    if ((long) tokens.length + maximumTokens > contextLength) {
      throw new PromptTooLongException(tokens.length, maximumTokens, contextLength);
    }
    int known = checkpoint.config().vocabularySize();
    for (int token : tokens) {
      if (token >= known) {
        throw new IllegalArgumentException(
            "prompt must be of tokens below " + known + ", but has " + token);
      }
    }
    int systemEnd = 0;
    for (EncodedPrompt.Segment segment : prompt.segments()) {
      if (segment.role() == Role.SYSTEM && segment.start() == 0) {
        systemEnd = segment.end();
      }
    }
    return new Job(
        tokens,
        systemEnd,
        keptEnd(prompt),
        request.sampling(),
        request.seed(),
        request.conversation().map(key -> conversations + key),
        adapter,
        future);
  }

  /**
   * All but the documents of the turn to write, which the next prompts do not have. Documents
   * further up belong to examples and stay.
   */
  private static int keptEnd(EncodedPrompt prompt) {
    List<EncodedPrompt.Segment> segments = prompt.segments();
    if (segments.size() > 1) {
      EncodedPrompt.Segment last = segments.get(segments.size() - 2);
      if (last.role() == Role.DOCUMENTS) {
        return last.start();
      }
    }
    return prompt.tokens().length;
  }

  private IllegalStateException closed() {
    Optional<Throwable> failure = loop.failure();
    return failure.isPresent()
        ? new IllegalStateException("the generator has failed before", failure.get())
        : new IllegalStateException("the generator is closed");
  }

  /**
   * {@inheritDoc}
   *
   * <p>Nothing is built anew: the adapter goes into the graph beside each request's tokens. All
   * texts that are written at the same time have the same adapter, so requests with another one
   * wait until those before them are done. The first adapter exchanges the graph for one that takes
   * adapters, which takes as long as opening a generator.
   *
   * @throws io.github.llmcsss.model.ModelFormatException if the adapter is broken, of another model
   *     or of another shape
   */
  @Override
  public Generator withAdapter(Path adapter) throws IOException {
    LoraAdapter read = LoraAdapter.open(adapter);
    read.check(checkpoint);
    return new AdaptedGenerator(
        this, AdapterWeights.read(read, checkpoint.config(), activations), read.contentHash());
  }

  /** Frees what an adapter holds; its requests must be done or cancelled. */
  void retire(AdapterWeights adapter) {
    queue.retire(adapter);
  }

  @Override
  public void release(String conversation) {
    queue.release(conversation);
  }

  @Override
  public Provenance provenance() {
    return provenance;
  }

  /** How many rows were decoded at once at most. */
  int largestBatch() {
    return decoder.largestBatch();
  }

  /** What requests hold now. */
  DecodeLoop.InUse inUse() {
    return loop.inUse();
  }

  /** Native objects that are open now. */
  int openHandles() {
    return decoder.openHandles();
  }

  @Override
  public void close() {
    // The loop sees this before its next step, completes all requests and frees native memory.
    queue.close();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (ownsCheckpoint) {
      checkpoint.close();
    }
  }
}
