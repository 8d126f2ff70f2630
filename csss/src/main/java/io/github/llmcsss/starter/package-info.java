/**
 * Nothing but dependencies: the starter brings the synthesizer, Lucene search and the ONNX engine.
 *
 * <p>Start with {@code io.github.llmcsss.core.SessionSynthesizer}.
 */
package io.github.llmcsss.starter;
