package io.github.llmcsss.core.grounding;

import io.github.llmcsss.api.ClaimKind;
import io.github.llmcsss.api.Document;
import io.github.llmcsss.api.RetrievedDocument;
import io.github.llmcsss.core.data.AmazonCatalogue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An answer whose claims were marked by hand. */
record LabelledAnswer(
    List<RetrievedDocument> documents, String user, String answer, List<Label> labels) {
  /** A claim, and whether a document supports it. */
  record Label(int start, int end, ClaimKind kind, boolean supported) {
    boolean overlaps(int from, int to) {
      return start < to && from < end;
    }
  }

  private static final Pattern MARK = Pattern.compile("\\[([P$N])([+-]) ([^\\]]+)\\]");

  static List<LabelledAnswer> read() throws IOException {
    Map<String, Document> products = products();
    List<LabelledAnswer> answers = new ArrayList<>();
    String[] blocks = text("labelled-answers.txt").strip().split("\n\n", -1);
    for (String block : List.of(blocks).subList(1, blocks.length)) {
      List<String> lines = block.lines().toList();
      List<RetrievedDocument> found = new ArrayList<>();
      for (String id : lines.get(0).split(" ", -1)) {
        found.add(
            new RetrievedDocument(
                found.size() + 1, Objects.requireNonNull(products.get(id), id), 1));
      }
      answers.add(of(found, lines.get(1), lines.get(2)));
    }
    return answers;
  }

  static Map<String, Document> products() throws IOException {
    Path copy = Files.createTempFile("products", ".jsonl");
    try {
      Files.writeString(copy, text("products.jsonl"));
      Map<String, Document> products = new HashMap<>();
      for (Document document : AmazonCatalogue.of(copy).strict().read().records()) {
        products.put(document.id(), document);
      }
      return products;
    } finally {
      Files.delete(copy);
    }
  }

  private static LabelledAnswer of(List<RetrievedDocument> documents, String user, String marked) {
    StringBuilder answer = new StringBuilder();
    List<Label> labels = new ArrayList<>();
    Matcher mark = MARK.matcher(marked);
    int at = 0;
    while (mark.find()) {
      answer.append(marked, at, mark.start());
      int start = answer.length();
      answer.append(mark.group(3));
      ClaimKind kind =
          switch (mark.group(1)) {
            case "P" -> ClaimKind.PRODUCT;
            case "$" -> ClaimKind.PRICE;
            default -> ClaimKind.NUMBER;
          };
      labels.add(new Label(start, answer.length(), kind, mark.group(2).equals("+")));
      at = mark.end();
    }
    answer.append(marked.substring(at));
    return new LabelledAnswer(documents, user, answer.toString(), labels);
  }

  private static String text(String resource) throws IOException {
    try (InputStream in = LabelledAnswer.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException(resource + " is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
