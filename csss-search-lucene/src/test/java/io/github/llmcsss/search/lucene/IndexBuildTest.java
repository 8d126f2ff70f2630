package io.github.llmcsss.search.lucene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.llmcsss.api.Document;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.FilterIndexOutput;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;
import org.junit.jupiter.api.Test;

class IndexBuildTest {
  private static final List<Document> DOCUMENTS =
      IntStream.range(0, 40)
          .mapToObj(i -> Document.builder("id" + i, "Lamp number " + i).price(i).build())
          .toList();

  @Test
  void theIndexIsOneSegment() throws IOException {
    try (Directory scratch = new ByteBuffersDirectory();
        Directory target = new ByteBuffersDirectory()) {
      new IndexBuild(Optional.empty()).write(DOCUMENTS, scratch, target);
      try (DirectoryReader reader = DirectoryReader.open(target)) {
        assertEquals(1, reader.leaves().size());
        assertEquals(DOCUMENTS.size(), reader.maxDoc());
      }
    }
  }

  @Test
  void aFullDiskIsAnIoExceptionWhereverItHappens() throws IOException {
    long bytes = bytesNeeded();
    assertTrue(bytes > 1000);
    for (long room = 0; room < bytes; room += bytes / 50) {
      try (SmallDisk disk = new SmallDisk(room)) {
        IndexBuild build = new IndexBuild(Optional.of(new WordEmbedder(8, 1)));
        Directory scratch = disk.directory();
        Directory target = disk.directory();
        IOException full =
            assertThrows(IOException.class, () -> build.write(DOCUMENTS, scratch, target));
        assertEquals("No space left on device", full.getMessage());
        assertThrows(IOException.class, () -> OpenIndex.of(target, "target").close());
      }
    }
  }

  private static long bytesNeeded() throws IOException {
    try (SmallDisk disk = new SmallDisk(Long.MAX_VALUE)) {
      new IndexBuild(Optional.of(new WordEmbedder(8, 1)))
          .write(DOCUMENTS, disk.directory(), disk.directory());
      return Long.MAX_VALUE - disk.room;
    }
  }

  /** Directories that share a number of bytes and fail when these are used up. */
  private static final class SmallDisk implements AutoCloseable {
    private long room;

    private SmallDisk(long room) {
      this.room = room;
    }

    Directory directory() {
      return new FilterDirectory(new ByteBuffersDirectory()) {
        @Override
        public IndexOutput createOutput(String name, IOContext context) throws IOException {
          return bounded(super.createOutput(name, context));
        }

        @Override
        public IndexOutput createTempOutput(String prefix, String suffix, IOContext context)
            throws IOException {
          return bounded(super.createTempOutput(prefix, suffix, context));
        }
      };
    }

    private IndexOutput bounded(IndexOutput output) {
      return new FilterIndexOutput("bounded", output.getName(), output) {
        @Override
        public void writeByte(byte value) throws IOException {
          take(1);
          super.writeByte(value);
        }

        @Override
        public void writeBytes(byte[] bytes, int offset, int length) throws IOException {
          take(length);
          super.writeBytes(bytes, offset, length);
        }
      };
    }

    private void take(long bytes) throws IOException {
      if (bytes > room) {
        throw new IOException("No space left on device");
      }
      room -= bytes;
    }

    @Override
    public void close() {
      room = 0;
    }
  }
}
