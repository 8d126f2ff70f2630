package io.github.llmcsss.core.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A file of chats, one a line, plain or gzip (told by content), UTF-8, in one of two forms:
 *
 * <ul>
 *   <li>{@code {"messages": [{"role": "user", "content": "..."}]}}, with the roles {@code system},
 *       {@code user} and {@code assistant}
 *   <li>{@code {"conversations": [{"from": "human", "value": "..."}]}}, with {@code system}, {@code
 *       human} or {@code user}, {@code gpt} or {@code assistant}
 * </ul>
 *
 * <p>These are what {@link io.github.llmcsss.core.export.Export} writes, too. The id is the field
 * {@code id}, a string or a number, or else the file's name with the number of the chat in it. A
 * system message may stand first; it is passed over, as prompts bring their own. What one side says
 * in several messages is one of several lines, which joins the seed query with what follows where
 * it was not answered. A chat may end with either side.
 *
 * <p>A line that is no such chat (of another form, begun by the assistant, with an empty message)
 * is an error that names file and line, unless these are {@linkplain #skippingBadLines() passed
 * over and counted}. Immutable and thread-safe.
 */
public final class ChatFile {
  private final Path file;
  private final boolean strict;

  private ChatFile(Path file, boolean strict) {
    this.file = file;
    this.strict = strict;
  }

  /** The chats in this file; nothing is opened yet. */
  public static ChatFile of(Path file) {
    return new ChatFile(file, true);
  }

  /** The same file, where bad lines are counted as malformed and passed over. */
  public ChatFile skippingBadLines() {
    return new ChatFile(file, false);
  }

  /**
   * Reads all chats into memory.
   *
   * @throws IOException if the file is missing, empty or damaged, or holds no chat at all; {@code
   *     <file>:<line>: <problem>} for the first bad line
   */
  public ReadResult<Chat> read() throws IOException {
    String name = Objects.requireNonNull(file.getFileName()).toString();
    RecordReader<Chat> reader =
        RecordReader.open(
            file, (line, counts) -> ChatMapper.map(line, name + "-" + counts.lines), strict);
    ReadResult<Chat> result = new ReadResult<>(reader.drain(), reader.report());
    if (result.records().isEmpty()) {
      throw reader.nothing("chat");
    }
    return result;
  }
}
