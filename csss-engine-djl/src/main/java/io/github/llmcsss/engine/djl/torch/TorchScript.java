package io.github.llmcsss.engine.djl.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * TorchScript methods that are written as source here and compiled by libtorch. They have no
 * weights of their own: arrays are arguments, and results take part in autograd.
 *
 * <p>The source is in the form in which TorchScript archives keep it: {@code self} has the type
 * {@code __torch__.Ops}, and one method calls another as {@code (self).name(x)}.
 */
final class TorchScript implements AutoCloseable {
  private static final byte[] VERSION = "3\n".getBytes(StandardCharsets.US_ASCII);

  /** A pickle of an empty tuple. */
  private static final byte[] NO_CONSTANTS = {(byte) 0x80, 2, ')', '.'};

  private final PtNDManager manager;
  private final PtSymbolBlock block;
  private final Map<String, NDArray> methods = new HashMap<>();

  /**
   * Compiles.
   *
   * @param parent of the manager that holds the module
   * @param source of the methods
   */
  TorchScript(PtNDManager parent, String source) {
    manager = (PtNDManager) parent.newSubManager();
    try {
      block = JniUtils.loadModule(manager, new ByteArrayInputStream(archive(source)), false, false);
    } catch (IOException e) {
      manager.close();
      throw new UncheckedIOException("an archive in memory cannot be read", e);
    } catch (RuntimeException | Error e) {
      manager.close();
      throw e;
    }
  }

  /**
   * Calls a method that returns one array, which belongs to the manager of the first argument.
   * Gradients are recorded where the thread records them.
   */
  NDArray call(String method, NDArray... arguments) {
    NDArray name = methods.computeIfAbsent(method, this::name);
    NDList list = new NDList(arguments.length + 1);
    list.addAll(List.of(arguments));
    list.add(name);
    return IValueUtils.forward(block, list, true).singletonOrThrow();
  }

  /** Arrays whose name tells DJL which method to call. */
  private NDArray name(String method) {
    NDArray name = manager.create(0f);
    name.setName("module_method:" + method);
    NDScope.unregister(name);
    return name;
  }

  /**
   * Calls a method that changes its arguments in place, without recording gradients, and returns a
   * number.
   *
   * @param lists arguments of the type {@code List[Tensor]}
   * @param numbers the arguments after them, of the type {@code float}
   */
  double change(String method, List<List<NDArray>> lists, double... numbers) {
    List<IValue> arguments = new ArrayList<>();
    try {
      for (List<NDArray> list : lists) {
        arguments.add(
            IValue.listFrom(list.stream().map(PtNDArray.class::cast).toArray(PtNDArray[]::new)));
      }
      for (double number : numbers) {
        arguments.add(IValue.from(number));
      }
      try (IValue result = IValueUtils.runMethod(block, method, arguments.toArray(IValue[]::new))) {
        return result.toDouble();
      }
    } finally {
      arguments.forEach(IValue::close);
    }
  }

  private static byte[] archive(String methods) throws IOException {
    String source =
        """
        class Ops(Module):
          __parameters__ = []
          __buffers__ = []
          training : bool
        """
            + methods.indent(2);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setMethod(ZipOutputStream.STORED);
      put(zip, "archive/version", VERSION);
      put(zip, "archive/data.pkl", instance());
      put(zip, "archive/code/__torch__.py", source.getBytes(StandardCharsets.UTF_8));
      put(zip, "archive/constants.pkl", NO_CONSTANTS);
    }
    return bytes.toByteArray();
  }

  /** A pickle of an instance of the class whose only attribute is {@code training}, true. */
  private static byte[] instance() {
    ByteArrayOutputStream pickle = new ByteArrayOutputStream();
    pickle.writeBytes(new byte[] {(byte) 0x80, 2});
    pickle.writeBytes("c__torch__\nOps\n)".getBytes(StandardCharsets.US_ASCII));
    pickle.writeBytes(new byte[] {(byte) 0x81, '}', '(', 'X', 8, 0, 0, 0});
    pickle.writeBytes("training".getBytes(StandardCharsets.US_ASCII));
    pickle.writeBytes(new byte[] {(byte) 0x88, 'u', 'b', '.'});
    return pickle.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 sum = new CRC32();
    sum.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setCrc(sum.getValue());
    entry.setSize(content.length);
    entry.setCompressedSize(content.length);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  @Override
  public void close() {
    block.close();
    manager.close();
  }
}
