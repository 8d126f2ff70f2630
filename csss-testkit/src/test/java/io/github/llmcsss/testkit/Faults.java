package io.github.llmcsss.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** Runs a contract on an implementation with a planted fault. */
final class Faults implements BeforeEachCallback {
  private static final String PARAMETER = "fault";
  private String planted = "";

  /** The fault that the running test shall meet; empty for none. */
  String planted() {
    return planted;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    planted = context.getConfigurationParameter(PARAMETER).orElse("");
  }

  /** Asserts that the contract, run on the class with the fault, fails in that test. */
  static void assertCaught(Class<?> contract, String fault, String catchingTest) {
    Events tests =
        EngineTestKit.engine("junit-jupiter")
            .selectors(selectClass(contract))
            .configurationParameter(PARAMETER, fault)
            .execute()
            .testEvents();
    assertTrue(tests.started().count() >= 5, "the contract did not run");
    Set<String> failed =
        tests
            .failed()
            .map(
                event -> event.getTestDescriptor().getLegacyReportingName().replaceAll("\\(.*", ""))
            .collect(Collectors.toSet());
    assertEquals(
        Optional.of(catchingTest),
        failed.stream().filter(catchingTest::equals).findFirst(),
        () -> fault + " is not caught there, but in " + failed);
  }
}
