package io.github.llmcsss.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every jar tells the name of its Java module, which is that of its package root. */
class ModuleNamesTest {
  @ParameterizedTest
  @EnumSource
  void tellsTheModuleNameInTheManifest(LibraryModule module) throws IOException {
    List<Path> jars = jars(module);
    assumeTrue(!jars.isEmpty(), "no jar was built: run mvn verify");
    for (Path file : jars) {
      try (JarFile jar = new JarFile(file.toFile())) {
        assertEquals(
            module.packageName,
            jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name"),
            file::toString);
      }
    }
  }

  private static List<Path> jars(LibraryModule module) throws IOException {
    Path target = LibraryModule.PROJECT.resolve(module.directory).resolve("target");
    if (!Files.isDirectory(target)) {
      return List.of();
    }
    String name = module.directory + "-\\d[\\w.]*(-SNAPSHOT)?\\.jar";
    try (Stream<Path> files = Files.list(target)) {
      return files.filter(file -> file.getFileName().toString().matches(name)).toList();
    }
  }
}
