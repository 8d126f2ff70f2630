package io.github.llmcsss.search.lucene;

import io.github.llmcsss.api.SearchEnvironment;
import io.github.llmcsss.testkit.SearchEnvironmentContract;
import io.github.llmcsss.testkit.SmallCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

class LuceneSearchContractTest {
  private static final WordEmbedder EMBEDDER = new WordEmbedder(32, 1);

  @Nested
  class Bm25OnDisk extends SearchEnvironmentContract {
    @TempDir Path folder;

    @Override
    protected SearchEnvironment open() throws IOException {
      Path place = folder.resolve("index");
      if (!Files.exists(place)) {
        LuceneIndex.write(place, SmallCatalogue.documents());
      }
      return LuceneSearch.open(place);
    }
  }

  @Nested
  class Dense extends SearchEnvironmentContract {
    @Override
    protected SearchEnvironment open() throws IOException {
      return LuceneSearch.inMemory(SmallCatalogue.documents(), Ranking.dense(EMBEDDER));
    }
  }

  @Nested
  class Hybrid extends SearchEnvironmentContract {
    @Override
    protected SearchEnvironment open() throws IOException {
      return LuceneSearch.inMemory(SmallCatalogue.documents(), Ranking.hybrid(EMBEDDER));
    }
  }
}
