package io.github.llmcsss.benchmarks;

import io.github.llmcsss.api.Generator;
import io.github.llmcsss.api.Provenance;

/** Hands all but {@link Generator#generate} on, for those that watch what is generated. */
abstract class ForwardingGenerator implements Generator {
  final Generator generator;

  /** Closes the generator when it is closed itself. */
  ForwardingGenerator(Generator generator) {
    this.generator = generator;
  }

  @Override
  public void release(String conversation) {
    generator.release(conversation);
  }

  @Override
  public Provenance provenance() {
    return generator.provenance();
  }

  @Override
  public void close() {
    generator.close();
  }
}
