/** Tests of the engine on ONNX Runtime. */
@NullMarked
package io.github.llmcsss.engine.onnx;

import org.jspecify.annotations.NullMarked;
