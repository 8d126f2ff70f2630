@NullMarked
package io.github.llmcsss.engine.djl;

import org.jspecify.annotations.NullMarked;
