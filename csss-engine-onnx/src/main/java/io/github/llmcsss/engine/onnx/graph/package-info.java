/**
 * ONNX graphs of decoders, written without a protocol-buffers library. Internal to the engine: no
 * type of this package is API.
 */
@NullMarked
package io.github.llmcsss.engine.onnx.graph;

import org.jspecify.annotations.NullMarked;
