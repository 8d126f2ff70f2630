/** Tests that see all modules: who may depend on whom, and what the documentation says. */
@NullMarked
package io.github.llmcsss.integration;

import org.jspecify.annotations.NullMarked;
