package io.github.llmcsss.model;

/** A chat template could not be rendered for a conversation; the message says why. */
final class TemplateException extends Exception {
  private static final long serialVersionUID = 1L;

  TemplateException(String message) {
    super(message);
  }
}
