package io.github.llmcsss.testkit;

import io.github.llmcsss.api.SearchEnvironment;

class ToySearchTest extends SearchEnvironmentContract {
  @Override
  protected SearchEnvironment open() {
    return new ToySearch("");
  }
}
