package io.github.llmcsss.model;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** No two tensors of a file share bytes: where they do, the file is broken or made to mislead. */
final class Overlaps {
  private Overlaps() {}

  static void check(Path file, Collection<StoredTensor> tensors) {
    List<StoredTensor> sorted =
        tensors.stream().sorted(Comparator.comparingLong(StoredTensor::at)).toList();
    for (int i = 1; i < sorted.size(); i++) {
      StoredTensor before = sorted.get(i - 1);
      StoredTensor tensor = sorted.get(i);
      if (before.at() + before.bytes() > tensor.at()) {
        throw new ModelFormatException(
            file,
            "tensors \""
                + before.name()
                + "\" and \""
                + tensor.name()
                + "\" overlap at byte "
                + tensor.at());
      }
    }
  }
}
