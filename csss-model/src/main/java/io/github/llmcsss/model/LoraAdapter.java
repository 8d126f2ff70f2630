package io.github.llmcsss.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A low-rank adapter [Hu 2021] on disk, in the format of PEFT: {@code adapter_config.json} and
 * {@code adapter_model.safetensors}. Of the weight {@code W} of each target it makes {@code W +
 * scale * B A}.
 *
 * <p>Thread-safe; the files must stay while it is used.
 */
public final class LoraAdapter {
  /** The file that says what it is. */
  public static final String CONFIG = "adapter_config.json";

  /** The file of the matrices. */
  public static final String WEIGHTS = "adapter_model.safetensors";

  private static final String PREFIX = "base_model.model.";
  private static final String A = ".lora_A.weight";
  private static final String B = ".lora_B.weight";
  private static final String BASE_HASH = "base_model_sha256";
  private static final Pattern NAME =
      Pattern.compile(
          "base_model\\.model\\.model\\.layers\\.(\\d{1,4})\\.(?:self_attn|mlp)\\.(\\w+)"
              + "\\.lora_([AB])\\.weight");

  private final Path directory;
  private final LoraConfig config;
  private final Map<String, StoredTensor> tensors;
  private final int layers;
  private final Optional<String> baseHash;
  private final String contentHash;

  private LoraAdapter(
      Path directory, LoraConfig config, Safetensors.Content content, String contentHash) {
    this.directory = directory;
    this.config = config;
    this.tensors = content.tensors();
    this.baseHash = Optional.ofNullable(content.metadata().get(BASE_HASH));
    this.contentHash = contentHash;
    layers = checkNames();
  }

  /**
   * Opens an adapter.
   *
   * @throws IOException if a file is missing or cannot be read
   * @throws ModelFormatException if a file is broken or holds something that is not supported
   */
  public static LoraAdapter open(Path directory) throws IOException {
    for (String name : List.of(CONFIG, WEIGHTS)) {
      if (!Files.exists(directory.resolve(name))) {
        throw new NoSuchFileException(
            directory.toString(),
            null,
            "holds no " + name + "; an adapter is a directory with " + CONFIG + " and " + WEIGHTS);
      }
    }
    Path weights = directory.resolve(WEIGHTS);
    return new LoraAdapter(
        directory,
        AdapterJson.read(directory.resolve(CONFIG)),
        Safetensors.readAll(weights),
        Checkpoint.hash(List.of(directory.resolve(CONFIG), weights)));
  }

  /** Whether a directory looks like one of an adapter. */
  public static boolean isIn(Path directory) {
    return Files.exists(directory.resolve(CONFIG));
  }

  /** Checks that each target has both matrices in every layer, and that there is nothing else. */
  private int checkNames() {
    int count = 0;
    Set<Projection> found = new TreeSet<>();
    for (String name : tensors.keySet()) {
      Matcher parts = NAME.matcher(name);
      if (!parts.matches()) {
        throw error("tensor \"" + name + "\" is none of a plain adapter of a Llama-like decoder");
      }
      Projection projection = Projection.of(parts.group(2));
      if (!name.startsWith(PREFIX + projection.module(Integer.parseInt(parts.group(1))) + ".")) {
        throw error("tensor \"" + name + "\" is in the wrong part of the block");
      }
      found.add(projection);
      count = Math.max(count, Integer.parseInt(parts.group(1)) + 1);
    }
    if (!found.equals(config.targets())) {
      throw error(
          "target_modules must be those of the tensors, "
              + found
              + ", but were "
              + config.targets());
    }
    for (int layer = 0; layer < count; layer++) {
      for (Projection projection : config.targets()) {
        long[] a = a(layer, projection).shape();
        long[] b = b(layer, projection).shape();
        if (a.length != 2 || b.length != 2 || a[0] != config.rank() || b[1] != config.rank()) {
          throw error(
              projection.module(layer)
                  + ": the shapes must be ["
                  + config.rank()
                  + ", inputs] and [outputs, "
                  + config.rank()
                  + "], but were "
                  + Arrays.toString(a)
                  + " and "
                  + Arrays.toString(b));
        }
      }
    }
    return count;
  }

  private ModelFormatException error(String problem) {
    return new ModelFormatException(directory.resolve(WEIGHTS), problem);
  }

  /** The name of A of a projection in the file. */
  public static String nameOfA(int layer, Projection projection) {
    return PREFIX + projection.module(layer) + A;
  }

  /** The name of B of a projection in the file. */
  public static String nameOfB(int layer, Projection projection) {
    return PREFIX + projection.module(layer) + B;
  }

  /** Its shape. */
  public LoraConfig config() {
    return config;
  }

  /** How many layers it has. */
  public int layers() {
    return layers;
  }

  /** A of a projection, [rank, inputs]. */
  public Tensor a(int layer, Projection projection) {
    return tensor(nameOfA(layer, projection));
  }

  /** B of a projection, [outputs, rank]. */
  public Tensor b(int layer, Projection projection) {
    return tensor(nameOfB(layer, projection));
  }

  /** All matrices, by the names of {@link #nameOfA} and {@link #nameOfB}. */
  public TensorSource tensors() {
    return TensorSource.of(tensors);
  }

  private Tensor tensor(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw error("tensor \"" + name + "\" is missing");
    }
    return tensor;
  }

  /** Content hash of the model that it was trained on, where it was recorded. */
  public Optional<String> baseHash() {
    return baseHash;
  }

  /** SHA-256 in hex over both files. */
  public String contentHash() {
    return contentHash;
  }

  /**
   * Checks that it belongs to a model.
   *
   * @throws ModelFormatException if it was trained on another one, or does not fit its shape
   */
  public void check(Checkpoint base) {
    check(base.config(), base.contentHash());
  }

  /**
   * The same for a model of which only shape and hash are at hand.
   *
   * @throws ModelFormatException if it was trained on another one, or does not fit its shape
   */
  public void check(ModelConfig base, String hash) {
    if (baseHash.isPresent() && !baseHash.get().equals(hash)) {
      throw error(
          "the adapter was trained on the model with the hash "
              + baseHash.get()
              + ", but is to be used with "
              + hash
              + "; give the model that it was trained on");
    }
    if (layers != base.layers()) {
      throw error("the adapter has " + layers + " layers, but the model has " + base.layers());
    }
    for (Projection projection : config.targets()) {
      for (int layer = 0; layer < layers; layer++) {
        long inputs = a(layer, projection).shape()[1];
        long outputs = b(layer, projection).shape()[0];
        if (inputs != projection.inputs(base) || outputs != projection.outputs(base)) {
          throw error(
              projection.module(layer)
                  + ": the adapter is for a matrix of ["
                  + outputs
                  + ", "
                  + inputs
                  + "], but the model's has ["
                  + projection.outputs(base)
                  + ", "
                  + projection.inputs(base)
                  + "]");
        }
      }
    }
  }

  /**
   * Writes an adapter, which PEFT reads, too. The file that makes a directory one of an adapter
   * comes last.
   *
   * @param directory made where it does not exist
   * @param tensors by the names of {@link #nameOfA} and {@link #nameOfB}
   * @param baseHash content hash of the model that it was trained on
   * @param baseName of that model, for people; PEFT would load the model from there
   */
  public static void write(
      Path directory,
      LoraConfig config,
      Collection<? extends Tensor> tensors,
      String baseHash,
      String baseName,
      SafetensorsWriter.Precision precision)
      throws IOException {
    Files.createDirectories(directory);
    Files.deleteIfExists(directory.resolve(CONFIG));
    SafetensorsWriter.write(
        directory.resolve(WEIGHTS), tensors, precision, Map.of(BASE_HASH, baseHash));
    AdapterJson.write(directory.resolve(CONFIG), config, baseName);
  }
}
