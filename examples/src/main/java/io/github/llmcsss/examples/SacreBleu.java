package io.github.llmcsss.examples;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.llmcsss.eval.text.Bleu;
import io.github.llmcsss.eval.text.BleuScore;
import io.github.llmcsss.eval.text.BleuTokenizer;
import io.github.llmcsss.eval.text.ChrF;
import io.github.llmcsss.eval.text.Smoothing;
import io.github.llmcsss.eval.text.Ter;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures texts as sacrebleu does: the same options, the same JSON with its signature. */
@Command(name = "SacreBleu", description = "Measures texts as sacrebleu does.")
public final class SacreBleu implements Callable<Integer> {
  @Option(
      names = {"-i", "--input"},
      required = true,
      paramLabel = "FILE",
      description = "the texts, one a line")
  private Path input = Path.of("");

  @Option(
      names = {"-m", "--metrics"},
      arity = "1..3",
      paramLabel = "NAME",
      description = "bleu, chrf or ter, or several (default: bleu)")
  private List<String> metrics = List.of("bleu");

  @Option(
      names = {"-tok", "--tokenize"},
      paramLabel = "NAME",
      description = "of BLEU: none, 13a, intl or char (default: ${DEFAULT-VALUE})")
  private String tokenizer = "13a";

  @Option(
      names = {"-s", "--smooth-method"},
      paramLabel = "NAME",
      description = "of BLEU: none, floor, add-k or exp (default: ${DEFAULT-VALUE})")
  private String smoothing = "exp";

  @Option(
      names = {"-sv", "--smooth-value"},
      paramLabel = "X",
      description = "of floor (default: 0.1) and add-k (default: 1)")
  private Optional<Double> smoothValue = Optional.empty();

  @Option(names = "-lc", description = "of BLEU: case does not count")
  private boolean lowerCase;

  @Option(names = "--chrf-char-order", paramLabel = "N", description = "(default: 6)")
  private int characterOrder = 6;

  @Option(names = "--chrf-word-order", paramLabel = "N", description = "2 for chrF++ (default: 0)")
  private int wordOrder;

  @Option(names = "--chrf-beta", paramLabel = "N", description = "(default: 2)")
  private int beta = 2;

  @Option(names = "--chrf-lowercase", description = "of chrF: case does not count")
  private boolean chrfLowerCase;

  @Option(names = "--chrf-whitespace", description = "white space is among the characters")
  private boolean whiteSpace;

  @Option(names = "--chrf-eps-smoothing", description = "the mean over all orders, as NLTK has it")
  private boolean epsilonSmoothing;

  @Option(
      names = "--ter-asian-support",
      description = "splits Chinese characters, leaves out marks of Chinese and Japanese")
  private boolean asianSupport;

  @Option(names = "--ter-case-sensitive", description = "case counts")
  private boolean caseSensitive;

  @Option(names = "--ter-normalized", description = "cuts marks from words")
  private boolean normalized;

  @Option(names = "--ter-no-punct", description = "leaves marks out")
  private boolean noPunctuation;

  @Option(
      names = {"-w", "--width"},
      paramLabel = "N",
      description = "digits behind the point (default: ${DEFAULT-VALUE})")
  private int width = 1;

  @Parameters(arity = "1..*", paramLabel = "REFERENCES", description = "files with one a line")
  private List<Path> references = List.of();

  @Option(names = "--help", usageHelp = true, description = "show this text")
  boolean help;

  SacreBleu() {}

  /** Runs with the options that {@code --help} lists. */
  public static void main(String[] arguments) {
    Example.main(new SacreBleu(), arguments);
  }

  @Override
  public Integer call() throws IOException {
    List<String> texts = Files.readAllLines(input);
    List<List<String>> lists = new ArrayList<>();
    for (Path file : references) {
      List<String> list = Files.readAllLines(file);
      if (list.size() != texts.size()) {
        throw new IOException(
            file
                + ": there must be "
                + texts.size()
                + " lines as in "
                + input
                + ", but there are "
                + list.size());
      }
      lists.add(list);
    }
    ArrayNode results = new ObjectMapper().createArrayNode();
    for (String metric : metrics) {
      results.add(
          switch (metric) {
            case "bleu" -> bleu(texts, lists);
            case "chrf" -> chrf(texts, lists);
            case "ter" -> ter(texts, lists);
            default ->
                throw new IllegalArgumentException(
                    "unknown metric \"" + metric + "\"; known: bleu, chrf, ter");
          });
    }
    System.out.println((results.size() == 1 ? results.get(0) : results).toPrettyString());
    return 0;
  }

  private ObjectNode bleu(List<String> texts, List<List<String>> lists) {
    Bleu bleu = new Bleu(BleuTokenizer.named(tokenizer), smoothing(), lowerCase, false, 4);
    BleuScore score = bleu.corpus(texts, lists);
    String signature = bleu.signature(lists.size());
    return result("BLEU", score.value(), signature, score.details());
  }

  private Smoothing smoothing() {
    return switch (smoothing) {
      case "none" -> Smoothing.NONE;
      case "exp" -> Smoothing.EXP;
      case "floor" -> Smoothing.floor(smoothValue.orElse(0.1));
      case "add-k" -> Smoothing.addK(smoothValue.orElse(1.0));
      default ->
          throw new IllegalArgumentException(
              "unknown smoothing \"" + smoothing + "\"; known: none, floor, add-k, exp");
    };
  }

  private ObjectNode chrf(List<String> texts, List<List<String>> lists) {
    ChrF chrf =
        new ChrF(characterOrder, wordOrder, beta, chrfLowerCase, whiteSpace, epsilonSmoothing);
    return result(chrf.name(), chrf.corpus(texts, lists), chrf.signature(lists.size()), "");
  }

  private ObjectNode ter(List<String> texts, List<List<String>> lists) {
    Ter ter = new Ter(normalized, noPunctuation, asianSupport, caseSensitive);
    return result("TER", ter.corpus(texts, lists), ter.signature(lists.size()), "");
  }

  /** The fields of the signature stand for themselves, too. */
  private ObjectNode result(String name, double score, String signature, String details) {
    ObjectNode json = new ObjectMapper().createObjectNode().put("name", name);
    BigDecimal rounded = new BigDecimal(score).setScale(width, RoundingMode.HALF_EVEN);
    json.put("score", rounded.doubleValue()).put("signature", signature);
    if (!details.isEmpty()) {
      json.put("verbose_score", details);
    }
    for (String field : signature.split("\\|", -1)) {
      int colon = field.indexOf(':');
      json.put(field.substring(0, colon), field.substring(colon + 1));
    }
    return json;
  }
}
