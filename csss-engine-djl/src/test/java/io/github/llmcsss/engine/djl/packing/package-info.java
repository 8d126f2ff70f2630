@NullMarked
package io.github.llmcsss.engine.djl.packing;

import org.jspecify.annotations.NullMarked;
