package io.github.llmcsss.eval.retrieval;

/**
 * A query of a test collection.
 *
 * @param id as in judgements and runs
 * @param title what is searched
 * @param description the same in a sentence; may be empty
 * @param narrative what is relevant; may be empty
 */
public record Topic(String id, String title, String description, String narrative) {}
