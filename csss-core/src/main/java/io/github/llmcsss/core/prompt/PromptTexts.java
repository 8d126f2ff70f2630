package io.github.llmcsss.core.prompt;

/** Every sentence that a layout says to the model, in one place. */
final class PromptTexts {
  static final String TRANSCRIPT_SYSTEM =
      "A chat in an online store. The shopper writes one short message at a time. The shopping"
          + " assistant recommends one product from the list by its name and says in one short"
          + " sentence why it fits.";

  /** Followed by the description of the need; in the shopper's prompts alone. */
  static final String TRANSCRIPT_NEED = "The shopper is looking for this: ";

  static final String ASSISTANT_SYSTEM =
      "You are a shopping assistant in an online store. Recommend one product from the"
          + " list by its name and say in one or two sentences why it fits what the shopper"
          + " asked for. Never invent a product.";

  static final String SHOPPER_SYSTEM =
      "You are a shopper in an online store, chatting with a shopping assistant. Write only your"
          + " next message, one short sentence: say what else you need, ask about the product, or"
          + " accept it and say goodbye.";

  /** Followed by the description of the need. */
  static final String SHOPPER_NEED = " You are looking for this: ";

  /** What the assistant is taken to have said before the seed query. */
  static final String GREETING = "Hello! What are you looking for today?";

  /** Stands for an answer where the session was set up without one to the seed query. */
  static final String GO_ON = "Can you tell me more about what you need?";

  /** Followed by the rendered documents. */
  static final String DOCUMENTS = "Products:\n";

  static final String NO_DOCUMENTS = "Products: nothing was found.";

  private PromptTexts() {}
}
