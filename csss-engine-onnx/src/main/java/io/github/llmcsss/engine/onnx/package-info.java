/**
 * {@link io.github.llmcsss.api.Generator} on ONNX Runtime, for models of the Llama family, and
 * {@link io.github.llmcsss.api.Embedder} for sentence encoders, {@link
 * io.github.llmcsss.engine.onnx.OnnxEmbedder}.
 *
 * <p>Start with {@link io.github.llmcsss.engine.onnx.OnnxGenerator}:
 *
 * <pre>{@code
 * try (OnnxGenerator generator = OnnxGenerator.load(Path.of("SmolLM2-135M-Instruct.gguf"))) {
 *   Prompt prompt = new Prompt(List.of(new Message(Role.USER, "a tent for two")), Role.ASSISTANT);
 *   Generation answer =
 *       generator.generate(GenerationRequest.of(prompt, Sampling.greedy(64), 1)).join();
 * }
 * }</pre>
 *
 * <p>The first time a model is opened, its weights are written to the cache in the form that ONNX
 * Runtime reads. Whoever opens a generator closes it; that frees native memory.
 */
@NullMarked
package io.github.llmcsss.engine.onnx;

import org.jspecify.annotations.NullMarked;
