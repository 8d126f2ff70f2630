package io.github.llmcsss.core.export;

import io.github.llmcsss.api.Session;
import io.github.llmcsss.core.internal.WholeFile;
import io.github.llmcsss.core.run.Rejection;
import io.github.llmcsss.core.run.RunCounts;
import io.github.llmcsss.core.run.RunDirectory;
import io.github.llmcsss.core.run.RunTally;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Writes the card of a data set, {@code README.md}: Markdown with a YAML header as the hubs of data
 * sets read it. What made the sessions, and their figures, come from {@code run.json}; what no file
 * knows (title, licences, where the catalogue is from) comes from the user. In the run's directory,
 * it also tells {@code datasets.load_dataset} which files to read. Immutable and thread-safe.
 *
 * @param title of the data set; one line
 * @param license of the data set, as hubs name it, such as {@code "cc-by-4.0"}; empty where not
 *     stated
 * @param languages of the sessions, as ISO 639-1 codes
 * @param catalogue what the catalogue is, and where it is from; empty where not stated
 * @param catalogueLicense under which it may be used; empty where not stated
 * @param model the language model that wrote the sessions; empty where not stated
 * @param modelLicense of the language model; empty where not stated
 * @param notes Markdown that stands after the first paragraph; may be empty
 */
public record DatasetCard(
    String title,
    String license,
    List<String> languages,
    String catalogue,
    String catalogueLicense,
    String model,
    String modelLicense,
    String notes)
    implements Exporter {
  /** The title of a card that was given none. */
  public static final String DEFAULT_TITLE = "Synthetic conversational shopping search sessions";

  /** Copies the languages. */
  public DatasetCard {
    languages = List.copyOf(languages);
  }

  /** A builder of a card for English sessions, with nothing stated. */
  public static Builder builder() {
    return new Builder();
  }

  /** {@inheritDoc} The one record of the report is the card. */
  @Override
  public ExportReport write(RunDirectory run, Path target) throws IOException {
    RunCounts counts = counts(run);
    CardText text = new CardText(this, run, counts);
    WholeFile.write(target, out -> out.write(text.markdown()));
    return new ExportReport(target, counts.finished(), 1, run.complete());
  }

  /** Those of {@code run.json}; of a run that has none yet, what can be counted now. */
  private static RunCounts counts(RunDirectory run) throws IOException {
    Optional<RunCounts> counts = run.counts();
    if (counts.isPresent()) {
      return counts.get();
    }
    RunTally tally = new RunTally();
    try (Stream<Session> sessions = run.sessions();
        Stream<Rejection> rejections = run.rejections()) {
      sessions.forEachOrdered(tally::add);
      rejections.forEachOrdered(tally::add);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return tally.counts();
  }

  /** Collects what a card says; not thread-safe. */
  public static final class Builder {
    private String title = DEFAULT_TITLE;
    private String license = "";
    private List<String> languages = List.of("en");
    private String catalogue = "";
    private String catalogueLicense = "";
    private String model = "";
    private String modelLicense = "";
    private String notes = "";

    private Builder() {}

    /** Default {@value DatasetCard#DEFAULT_TITLE}. */
    public Builder title(String value) {
      this.title = value;
      return this;
    }

    /** Default not stated. */
    public Builder license(String value) {
      this.license = value;
      return this;
    }

    /** Default English. */
    public Builder languages(List<String> value) {
      this.languages = value;
      return this;
    }

    /** Default not stated. */
    public Builder catalogue(String value) {
      this.catalogue = value;
      return this;
    }

    /** Default not stated. */
    public Builder catalogueLicense(String value) {
      this.catalogueLicense = value;
      return this;
    }

    /** Default not stated. */
    public Builder model(String value) {
      this.model = value;
      return this;
    }

    /** Default not stated. */
    public Builder modelLicense(String value) {
      this.modelLicense = value;
      return this;
    }

    /** Default none. */
    public Builder notes(String value) {
      this.notes = value;
      return this;
    }

    /** The card. */
    public DatasetCard build() {
      return new DatasetCard(
          title, license, languages, catalogue, catalogueLicense, model, modelLicense, notes);
    }
  }
}
