package io.github.llmcsss.engine.onnx;

import io.github.llmcsss.api.Generation;
import io.github.llmcsss.api.GenerationRequest;
import io.github.llmcsss.api.Generator;
import io.github.llmcsss.api.Provenance;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A generator's view that writes with an adapter. Thread-safe. */
final class AdaptedGenerator implements Generator {
  /** No two views share conversations, not even those of the same adapter. */
  private static final AtomicLong VIEWS = new AtomicLong();

  private final OnnxGenerator base;
  private final AdapterWeights adapter;
  private final String conversations = "adapter " + VIEWS.incrementAndGet() + " ";
  private final Provenance provenance;
  private final AtomicLong requests = new AtomicLong();
  private final Map<Long, CompletableFuture<Generation>> running = new ConcurrentHashMap<>();
  private volatile boolean closed;

  AdaptedGenerator(OnnxGenerator base, AdapterWeights adapter, String hash) {
    this.base = base;
    this.adapter = adapter;
    Map<String, String> parts = new TreeMap<>(base.provenance().facts());
    parts.put("adapter", hash);
    this.provenance = new Provenance(base.provenance().name(), parts);
  }

  @Override
  public CompletableFuture<Generation> generate(GenerationRequest request) {
    if (closed) {
      return CompletableFuture.failedFuture(closed());
    }
    CompletableFuture<Generation> future = base.generate(request, adapter, conversations);
    long number = requests.incrementAndGet();
    running.put(number, future);
    var unused = future.whenComplete((generation, error) -> running.remove(number));
    if (closed) {
      // Closed while the request went in: it may have brought back what was freed before.
      future.completeExceptionally(closed());
      base.retire(adapter);
    }
    return future;
  }

  private static IllegalStateException closed() {
    return new IllegalStateException("the generator is closed");
  }

  @Override
  public void release(String conversation) {
    base.release(conversations + conversation);
  }

  @Override
  public Provenance provenance() {
    return provenance;
  }

  @Override
  public void close() {
    closed = true;
    running.values().forEach(future -> future.completeExceptionally(closed()));
    base.retire(adapter);
  }
}
