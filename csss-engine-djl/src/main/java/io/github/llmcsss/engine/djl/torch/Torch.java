package io.github.llmcsss.engine.djl.torch;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import io.github.llmcsss.api.CsssException;
import org.jspecify.annotations.Nullable;

/**
 * libtorch, made ready: no network, no telemetry, a manager for arrays that live as long as this.
 * To be opened and used on one thread; whoever opens it closes it.
 */
public final class Torch implements AutoCloseable {
  private static final Object START = new Object();
  private static final String OFFLINE = "ai.djl.offline";
  private static final String NO_TRACKING = "OPT_OUT_TRACKING";

  /**
   * How long OpenMP's threads spin before they sleep. Spinning for long, as they do by default, a
   * training slows down tenfold when another program takes one of the processors.
   */
  private static final String SPIN = "GOMP_SPINCOUNT";

  private final PtNDManager manager;

  private Torch(PtNDManager manager) {
    this.manager = manager;
  }

  /**
   * Loads libtorch if it is not there yet.
   *
   * @param threads that compute one operation together; results depend on it, bit for bit
   * @throws CsssException if there is no libtorch for this machine on the class path
   */
  public static Torch open(int threads) {
    Engine engine = engine();
    JniUtils.setNumThreads(threads);
    // With it, 16-bit operations fail and 32-bit ones gain nothing. Kept for each thread.
    JniUtils.setGraphExecutorOptimize(false);
    JniUtils.setGradMode(true);
    return new Torch((PtNDManager) engine.newBaseManager());
  }

  /** The version of libtorch. */
  public static String version() {
    return Engine.getEngine("PyTorch").getVersion();
  }

  private static Engine engine() {
    // DJL looks at these properties while it starts; afterwards they are as they were.
    synchronized (START) {
      String offline = System.getProperty(OFFLINE);
      String tracking = System.getProperty(NO_TRACKING);
      System.setProperty(OFFLINE, "true");
      System.setProperty(NO_TRACKING, "true");
      try {
        if (Platform.isLinux() && System.getenv(SPIN) == null) {
          Native.load("c", Environment.class).setenv(SPIN, "1000", 0);
        }
        return Engine.getEngine("PyTorch");
      } catch (EngineException | UnsatisfiedLinkError e) {
        throw new CsssException(
            "libtorch cannot be loaded; add ai.djl.pytorch:pytorch-native-cpu:2.7.1 for this"
                + " machine (classifier linux-x86_64, win-x86_64 or osx-aarch64) to the class path",
            e);
      } finally {
        restore(OFFLINE, offline);
        restore(NO_TRACKING, tracking);
      }
    }
  }

  private static void restore(String property, @Nullable String value) {
    if (value == null) {
      System.clearProperty(property);
    } else {
      System.setProperty(property, value);
    }
  }

  /** The C library's environment, which libtorch reads when it is loaded. */
  interface Environment extends Library {
    /** Sets a variable; {@code overwrite} 0 keeps one that is there. */
    int setenv(String name, String value, int overwrite);
  }

  /** For arrays that live as long as this. */
  PtNDManager manager() {
    return manager;
  }

  /** Frees all arrays. Idempotent. */
  @Override
  public void close() {
    manager.close();
  }
}
