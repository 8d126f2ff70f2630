@NullMarked
package io.github.llmcsss.engine.djl.torch;

import org.jspecify.annotations.NullMarked;
