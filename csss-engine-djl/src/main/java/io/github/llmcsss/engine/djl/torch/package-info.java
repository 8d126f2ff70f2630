/**
 * A decoder that learns, on libtorch by way of DJL. Internal: no API for users.
 *
 * <p>Start with {@link io.github.llmcsss.engine.djl.torch.DecoderModel}. Its arithmetic is
 * TorchScript that {@link io.github.llmcsss.engine.djl.torch.DecoderScript} writes, one call for
 * each block, so that few arrays are made and libtorch's fused operations are used, most of which
 * DJL does not offer. Arrays belong to managers; whoever opens a manager closes it:
 *
 * <pre>{@code
 * try (Torch torch = Torch.open(threads);
 *     DecoderModel model = new DecoderModel(torch, config, parameters, settings)) {
 *   double loss = model.backward(batch, 1.0 / batch.weight());
 * }
 * }</pre>
 *
 * <p>Nothing here is thread-safe, and what one thread opened it also uses: libtorch keeps whether
 * gradients are recorded for each thread.
 */
@NullMarked
package io.github.llmcsss.engine.djl.torch;

import org.jspecify.annotations.NullMarked;
