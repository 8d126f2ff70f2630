package io.github.llmcsss.benchmarks;

import io.github.llmcsss.eval.retrieval.Evaluation;
import io.github.llmcsss.eval.retrieval.EvaluationOptions;
import io.github.llmcsss.eval.retrieval.Measure;
import io.github.llmcsss.eval.retrieval.Qrels;
import io.github.llmcsss.eval.retrieval.Run;
import io.github.llmcsss.eval.retrieval.TrecFiles;
import io.github.llmcsss.eval.text.Bleu;
import io.github.llmcsss.eval.text.Meteor;
import io.github.llmcsss.eval.text.WordNetSynonyms;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

/**
 * Seconds that measures take on files that lie in a directory; they are made if they are not there.
 * {@code benchmarks/measures.sh} runs it beside the reference tools.
 */
public final class MeasuresBenchmark {
  private static final int QUERIES = 1000;
  private static final int DEPTH = 1000;
  private static final int SENTENCES = 20_000;
  private static final int METEOR_SENTENCES = 5000;
  private static final String ENGLISH =
      "buy purchase buys bought big large bigger cheap inexpensive lamp lamps light lights car"
          + " automobile sofa couch couches quick fast quickly begin start started child kid children"
          + " man men gentleman wolf wolves house home shop store stores cost price nice pleasant good"
          + " better happy glad happily go going feet foot a of and is it red for with desk kettle"
          + " color enjoy enjoys sky party command commands forever always obey heed";
  private static final int WARM_UP = 5;
  private static final int TIMED = 5;
  private static final List<String> MEASURES =
      List.of("map", "map_cut", "ndcg", "ndcg_cut", "P", "recall", "recip_rank", "bpref");

  private MeasuresBenchmark() {}

  /** Prints {@code NAME SECONDS VALUE} lines; the argument is the directory. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    if (!Files.exists(directory.resolve("texts.txt"))) {
      Files.createDirectories(directory);
      writeRankings(directory);
      writeWords(directory);
      writeTexts(directory);
    }
    long start = System.nanoTime();
    Qrels qrels = TrecFiles.qrels(directory.resolve("qrels.txt"));
    Run run = TrecFiles.run(directory.resolve("run.txt"));
    print("reading", (System.nanoTime() - start) / 1e9, (double) qrels.size());
    List<Measure> measures = new ArrayList<>();
    MEASURES.forEach(name -> measures.addAll(Measure.parseAll(name)));
    time(
        "retrieval",
        () ->
            Evaluation.of(qrels, run, EvaluationOptions.standard())
                .scores(measures)
                .mean(Measure.map()));
    List<String> texts = Files.readAllLines(directory.resolve("texts.txt"));
    List<List<String>> references =
        List.of(Files.readAllLines(directory.resolve("references.txt")));
    List<List<String>> words = words(directory.resolve("words.txt"));
    List<List<String>> others = words(directory.resolve("other-words.txt"));
    WordNetSynonyms wordNet = new WordNetSynonyms();
    time(
        "meteor",
        () -> {
          Meteor meteor = Meteor.nltk(wordNet);
          double sum = 0;
          for (int i = 0; i < words.size(); i++) {
            sum += meteor.score(words.get(i), List.of(others.get(i)));
          }
          return sum / words.size();
        });
    time("bleu", () -> Bleu.standard().corpus(texts, references).value());
  }

  private static List<List<String>> words(Path file) throws IOException {
    return Files.readAllLines(file).stream().map(line -> List.of(line.split(" ", -1))).toList();
  }

  private static void time(String name, DoubleSupplier work) {
    double value = 0;
    double[] seconds = new double[TIMED];
    for (int i = -WARM_UP; i < TIMED; i++) {
      long start = System.nanoTime();
      value = work.getAsDouble();
      if (i >= 0) {
        seconds[i] = (System.nanoTime() - start) / 1e9;
      }
    }
    Arrays.sort(seconds);
    print(name, seconds[TIMED / 2], value);
  }

  private static void print(String name, double seconds, double value) {
    System.out.println(String.format(Locale.ROOT, "%s %.6f %.10f", name, seconds, value));
  }

  private static void writeRankings(Path directory) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    try (PrintWriter qrels =
            new PrintWriter(Files.newBufferedWriter(directory.resolve("qrels.txt")));
        PrintWriter run = new PrintWriter(Files.newBufferedWriter(directory.resolve("run.txt")))) {
      for (int query = 0; query < QUERIES; query++) {
        for (int rank = 1; rank <= DEPTH; rank++) {
          // Scores with three digits tie now and then.
          String score = String.format(Locale.ROOT, "%.3f", random.nextDouble() * 20);
          run.println("q" + query + " Q0 d" + (3L * rank) + " " + rank + " " + score + " bench");
          qrels.println("q" + query + " 0 d" + (2L * rank) + " " + random.nextInt(4) % 3);
        }
      }
    }
  }

  /** Sentences of words that WordNet knows; every third word is another one in the other file. */
  private static void writeWords(Path directory) throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    String[] known = ENGLISH.split(" ", -1);
    List<String> words = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (int i = 0; i < METEOR_SENTENCES; i++) {
      StringBuilder one = new StringBuilder("the");
      StringBuilder other = new StringBuilder("the");
      for (int length = 10 + random.nextInt(20); length > 0; length--) {
        String word = known[random.nextInt(known.length)];
        one.append(' ').append(word);
        boolean changed = random.nextInt(3) == 0;
        other.append(' ').append(changed ? known[random.nextInt(known.length)] : word);
      }
      words.add(one.toString());
      others.add(other.toString());
    }
    Files.write(directory.resolve("words.txt"), words);
    Files.write(directory.resolve("other-words.txt"), others);
  }

  private static void writeTexts(Path directory) throws IOException {
    SplittableRandom random = new SplittableRandom(2);
    List<String> texts = new ArrayList<>();
    List<String> references = new ArrayList<>();
    for (int i = 0; i < SENTENCES; i++) {
      List<String> words = new ArrayList<>();
      for (int length = 10 + random.nextInt(30); length > 0; length--) {
        words.add("w" + (int) Math.pow(2000, random.nextDouble()));
      }
      references.add("For $" + i + ".50, " + String.join(" ", words) + ".");
      for (int j = 0; j < words.size(); j++) {
        if (random.nextInt(5) == 0) {
          words.set(j, "other-" + random.nextInt(50) + ",");
        }
      }
      texts.add("For $" + i + ".50, " + String.join(" ", words) + ".");
    }
    Files.write(directory.resolve("references.txt"), references);
    Files.write(directory.resolve("texts.txt"), texts);
  }
}
