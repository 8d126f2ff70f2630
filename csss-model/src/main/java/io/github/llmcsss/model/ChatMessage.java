package io.github.llmcsss.model;

/** A message as chat templates see it, with their own name of the role. */
record ChatMessage(String role, String content) {}
