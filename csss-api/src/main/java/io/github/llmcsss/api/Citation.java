package io.github.llmcsss.api;

/**
 * What a stretch of an answer takes from a document that was retrieved for it. Offsets count UTF-16
 * code units, as {@link String#substring(int, int)} does.
 *
 * @param start where the stretch starts in the answer, from 0
 * @param end where it ends, exclusive; more than {@code start}
 * @param kind what it says
 * @param documentId of the document that supports it
 * @param field in which it stands there
 * @param fieldStart where it starts in the field's text, from 0
 * @param fieldEnd where it ends there, exclusive; more than {@code fieldStart}
 */
public record Citation(
    int start,
    int end,
    ClaimKind kind,
    String documentId,
    DocumentField field,
    int fieldStart,
    int fieldEnd) {
  /** Checks the spans and the id. */
  public Citation {
    Checks.check(start >= 0, "start", "0 or more", start);
    Checks.check(end > start, "end", "more than " + start, end);
    Checks.check(fieldStart >= 0, "fieldStart", "0 or more", fieldStart);
    Checks.check(fieldEnd > fieldStart, "fieldEnd", "more than " + fieldStart, fieldEnd);
    Checks.notBlank(documentId, "documentId");
  }
}
