/**
 * Models on disk: checkpoints in the Hugging Face layout (safetensors) or as GGUF, their
 * configuration, tokenizer and chat format, and the store that finds them.
 *
 * <p>Start with {@link io.github.llmcsss.model.Checkpoint}:
 *
 * <pre>{@code
 * try (Checkpoint checkpoint = Checkpoint.open(Path.of("SmolLM2-135M-Instruct"))) {
 *   ModelConfig config = checkpoint.config();
 *   Tensor embedding = checkpoint.tensors().tensor("model.embed_tokens.weight");
 *   float[] firstRow = new float[config.hiddenSize()];
 *   embedding.read(0, firstRow, 0, firstRow.length);
 *   int[] ids = checkpoint.tokenizer().encode("a light tent for two");
 * }
 * }</pre>
 *
 * <p>Model files are hostile input: readers check every length and offset against the file before
 * they use it, and fail with a {@link io.github.llmcsss.model.ModelFormatException} that names file
 * and field.
 */
@NullMarked
package io.github.llmcsss.model;

import org.jspecify.annotations.NullMarked;
