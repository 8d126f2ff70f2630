package io.github.llmcsss.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which module may see which, and how packages lie within one. */
class ModuleArrowsTest {
  /** Folders with programs rather than parts of the library. */
  private static final Set<String> PROGRAMS = Set.of("examples", "benchmarks");

  @ParameterizedTest
  @EnumSource
  void usesOnlyTheModulesThatItMay(LibraryModule module) {
    ArchRuleDefinition.noClasses()
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are in a module other than " + module + " and " + module.uses,
                type -> isOurs(type) && !isAllowed(module, type)))
        .check(module.classes());
  }

  @ParameterizedTest
  @EnumSource
  void hasNoCycleOfPackages(LibraryModule module) {
    SlicesRuleDefinition.slices()
        .assignedFrom(new ByPackage(module))
        .should()
        .beFreeOfCycles()
        .check(module.classes());
  }

  @ParameterizedTest
  @EnumSource
  void isAtMostTwoPackagesDeep(LibraryModule module) {
    JavaClasses classes = module.classes();
    List<String> wrong =
        classes.stream()
            .filter(type -> depthBelow(module, type.getPackageName()) > 2)
            .map(JavaClass::getName)
            .toList();
    assertEquals(List.of(), wrong);
  }

  @ParameterizedTest
  @EnumSource
  void keepsAllSourcesInItsOwnPackage(LibraryModule module) {
    for (String name : module.packages()) {
      assertTrue(module.containsPackage(name), () -> name + " must be in " + module.packageName);
    }
  }

  @Test
  void everyModuleWithSourcesIsUnderTheseRules() throws IOException {
    Set<String> unknown = new TreeSet<>();
    try (Stream<Path> directories = Files.list(LibraryModule.PROJECT)) {
      directories
          .filter(directory -> Files.isRegularFile(directory.resolve("pom.xml")))
          .filter(directory -> !LibraryModule.sources(directory).isEmpty())
          .forEach(directory -> unknown.add(String.valueOf(directory.getFileName())));
    }
    unknown.removeAll(PROGRAMS);
    assertTrue(unknown.size() >= LibraryModule.values().length, () -> "found only " + unknown);
    unknown.removeIf(LibraryModule::isKnown);
    assertEquals(Set.of(), unknown, "modules that LibraryModule does not name");
  }

  private static boolean isOurs(JavaClass type) {
    return type.getPackageName().startsWith(LibraryModule.ROOT);
  }

  private static boolean isAllowed(LibraryModule module, JavaClass type) {
    return module.contains(type) || module.uses.stream().anyMatch(used -> used.contains(type));
  }

  private static long depthBelow(LibraryModule module, String packageName) {
    return packageName.substring(module.packageName.length()).chars().filter(c -> c == '.').count();
  }

  /** Each package of a module by itself. */
  private record ByPackage(LibraryModule module) implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      return module.contains(type)
          ? SliceIdentifier.of(type.getPackageName())
          : SliceIdentifier.ignore();
    }

    @Override
    public String getDescription() {
      return "packages of " + module.directory;
    }
  }
}
