package io.github.llmcsss.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.hash.HashCode;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A model on disk: a directory in the Hugging Face layout ({@code config.json}, safetensors, {@code
 * tokenizer.json}, {@code tokenizer_config.json}), or one GGUF file.
 *
 * <p>Opening checks that every tensor that the configuration needs is there in the right shape.
 * Thread-safe. Whoever opens it closes it; what it handed out must not be used afterwards.
 */
public final class Checkpoint implements AutoCloseable {
  private static final int LARGEST_CONFIG = 1 << 20;

  private final Path path;
  private final ModelConfig config;
  private final Map<String, Tensor> tensors;
  private final ModelTokenizer tokenizer;
  private final ChatFormat chatFormat;
  private final String contentHash;

  private Checkpoint(
      Path path,
      ModelConfig config,
      Map<String, Tensor> tensors,
      ModelTokenizer tokenizer,
      ChatFormat chatFormat,
      String contentHash) {
    this.path = path;
    this.config = config;
    this.tensors = tensors;
    this.tokenizer = tokenizer;
    this.chatFormat = chatFormat;
    this.contentHash = contentHash;
  }

  /**
   * Opens a model.
   *
   * @param path a directory or a GGUF file
   * @throws IOException if a file is missing or cannot be read
   * @throws ModelFormatException if a file is broken or holds something that is not supported
   */
  public static Checkpoint open(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(
          path.toString(),
          null,
          "no model is there; give a GGUF file, or a directory with config.json");
    }
    return Files.isDirectory(path) ? openDirectory(path) : openGguf(path);
  }

  private static Checkpoint openGguf(Path path) throws IOException {
    GgufFile file = GgufFile.read(path);
    ModelConfig config = GgufConfig.of(file);
    Map<String, Tensor> tensors = GgufTensors.byHuggingFaceName(file, config);
    RequiredTensors.check(path, config, tensors);
    String hash = hash(path).toString();
    ModelTokenizer tokenizer = ModelTokenizer.of(file.metadata());
    return withChatFormat(
        path, config, tensors, tokenizer, hash, () -> ChatFormat.of(file.metadata(), tokenizer));
  }

  private static Checkpoint openDirectory(Path path) throws IOException {
    Path configFile = required(path, "config.json");
    JsonNode json = Json.read(configFile, LARGEST_CONFIG);
    SafetensorsFiles weights = SafetensorsFiles.read(path);
    boolean hasHead = weights.tensors().containsKey("lm_head.weight");
    ModelConfig config = ConfigJson.parse(configFile, json, hasHead);
    RequiredTensors.check(path, config, weights.tensors());
    List<Path> files = new ArrayList<>(weights.files());
    for (String name :
        List.of(
            "config.json",
            "generation_config.json",
            "tokenizer.json",
            "tokenizer_config.json",
            "special_tokens_map.json",
            "chat_template.jinja")) {
      if (Files.exists(path.resolve(name))) {
        files.add(path.resolve(name));
      }
    }
    Collections.sort(files);
    String hash = hash(files);
    ModelTokenizer tokenizer = ModelTokenizer.fromJson(required(path, "tokenizer.json"));
    return withChatFormat(
        path,
        config,
        weights.tensors(),
        tokenizer,
        hash,
        () -> ChatFormat.fromDirectory(path, tokenizer));
  }

  private static Path required(Path directory, String name) throws NoSuchFileException {
    Path file = directory.resolve(name);
    if (!Files.exists(file)) {
      throw new NoSuchFileException(
          directory.toString(),
          null,
          "holds no "
              + name
              + "; a model is a directory with config.json, *.safetensors and tokenizer.json, or a"
              + " GGUF file");
    }
    return file;
  }

  @FunctionalInterface
  private interface ChatFormatSource {
    ChatFormat get() throws IOException;
  }

  private static Checkpoint withChatFormat(
      Path path,
      ModelConfig config,
      Map<String, Tensor> tensors,
      ModelTokenizer tokenizer,
      String hash,
      ChatFormatSource chatFormat)
      throws IOException {
    try {
      if (tokenizer.size() > config.vocabularySize()) {
        throw new ModelFormatException(
            path,
            "the tokenizer must have at most "
                + config.vocabularySize()
                + " tokens, a row of the embedding for each, but has "
                + tokenizer.size());
      }
      return new Checkpoint(path, config, tensors, tokenizer, chatFormat.get(), hash);
    } catch (IOException | RuntimeException e) {
      tokenizer.close();
      throw e;
    }
  }

  /** Over names and contents. */
  static String hash(List<Path> files) throws IOException {
    Hasher all = Hashing.sha256().newHasher();
    for (Path file : files) {
      all.putString(String.valueOf(file.getFileName()), StandardCharsets.UTF_8).putChar('\n');
      all.putBytes(hash(file).asBytes());
    }
    return all.hash().toString();
  }

  private static HashCode hash(Path file) throws IOException {
    return MoreFiles.asByteSource(file).hash(Hashing.sha256());
  }

  /** Where it was opened. */
  public Path path() {
    return path;
  }

  /** The shape of the decoder. */
  public ModelConfig config() {
    return config;
  }

  /** Its weights. */
  public TensorSource tensors() {
    return new TensorSource() {
      @Override
      public Set<String> names() {
        return Collections.unmodifiableSet(tensors.keySet());
      }

      @Override
      public Tensor tensor(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
          throw new ModelFormatException(path, "tensor \"" + name + "\" is missing");
        }
        return tensor;
      }
    };
  }

  /** Its tokenizer; closed with the checkpoint. */
  public ModelTokenizer tokenizer() {
    return tokenizer;
  }

  /** How conversations become its tokens. */
  public ChatFormat chatFormat() {
    return chatFormat;
  }

  /**
   * SHA-256 in hex: of a GGUF file as it is; of a directory, over names and contents of the files
   * that shape a result (configuration, tokenizer, template, weights).
   */
  public String contentHash() {
    return contentHash;
  }

  /**
   * Frees the tokenizer; the mapped weights are freed by the garbage collector once nothing uses
   * them. Idempotent.
   */
  @Override
  public void close() {
    tokenizer.close();
  }
}
