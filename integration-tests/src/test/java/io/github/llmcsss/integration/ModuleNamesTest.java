package io.github.llmcsss.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every jar tells the name of its Java module, which is that of its package root. */
class ModuleNamesTest {
  @ParameterizedTest
  @EnumSource
  void tellsTheModuleNameInTheManifest(LibraryModule module) throws IOException {
    check(module.directory, module.packageName);
  }

  private static void check(String directory, String moduleName) throws IOException {
    List<Path> jars = jars(directory);
    assumeTrue(!jars.isEmpty(), "no jar was built: run mvn verify");
    for (Path file : jars) {
      try (JarFile jar = new JarFile(file.toFile())) {
        assertEquals(
            moduleName,
            jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name"),
            file::toString);
      }
    }
  }

  @Test
  void theStarterHasAModuleNameToo() throws IOException {
    check("csss", LibraryModule.ROOT + ".starter");
  }

  private static List<Path> jars(String directory) throws IOException {
    Path target = LibraryModule.PROJECT.resolve(directory).resolve("target");
    if (!Files.isDirectory(target)) {
      return List.of();
    }
    String name = directory + "-\\d[\\w.]*(-SNAPSHOT)?\\.jar";
    try (Stream<Path> files = Files.list(target)) {
      return files.filter(file -> file.getFileName().toString().matches(name)).toList();
    }
  }
}
