package io.github.llmcsss.engine.onnx;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Requests that wait for a row, first come, first served, and a limited number. Thread-safe. */
final class RequestQueue {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Job> waiting = new ArrayDeque<>();
  private final List<String> released = new ArrayList<>();
  private final List<AdapterWeights> retired = new ArrayList<>();
  private final int bound;
  private boolean closed;

  RequestQueue(int bound) {
    this.bound = bound;
  }

  /**
   * Adds a request; blocks while the queue is full.
   *
   * @return false if the queue is or gets closed: the request was not added
   */
  boolean put(Job job) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (waiting.size() >= bound && !closed) {
        changed.await();
      }
      if (closed) {
        return false;
      }
      waiting.addLast(job);
      changed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** The first request, which stays in the queue. */
  @Nullable Job peek() {
    lock.lock();
    try {
      return waiting.peekFirst();
    } finally {
      lock.unlock();
    }
  }

  /** Takes out the requests that nobody waits for any more. */
  List<Job> takeCancelled() {
    lock.lock();
    try {
      // A future may be done at any time: what is taken out is what is returned.
      List<Job> cancelled = waiting.stream().filter(job -> job.future().isDone()).toList();
      if (!cancelled.isEmpty()) {
        waiting.removeAll(cancelled);
        changed.signalAll();
      }
      return cancelled;
    } finally {
      lock.unlock();
    }
  }

  /** Takes a request out that {@link #peek} showed. */
  void remove(Job job) {
    lock.lock();
    try {
      waiting.remove(job);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether a request of this conversation waits. */
  boolean hasConversation(String key) {
    lock.lock();
    try {
      return waiting.stream().anyMatch(job -> job.conversation().filter(key::equals).isPresent());
    } finally {
      lock.unlock();
    }
  }

  /** Notes that a conversation is over. */
  void release(String conversation) {
    lock.lock();
    try {
      if (!closed) {
        released.add(conversation);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The conversations that ended since the last call. */
  List<String> takeReleased() {
    lock.lock();
    try {
      List<String> taken = List.copyOf(released);
      released.clear();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Notes that an adapter is used no more. */
  void retire(AdapterWeights adapter) {
    lock.lock();
    try {
      if (!closed) {
        retired.add(adapter);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The adapters that were retired since the last call. */
  List<AdapterWeights> takeRetired() {
    lock.lock();
    try {
      List<AdapterWeights> taken = List.copyOf(retired);
      retired.clear();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until there is something to do. */
  void await() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (waiting.isEmpty() && released.isEmpty() && retired.isEmpty() && !closed) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more requests, and lets go of callers that wait. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Takes out all that wait. */
  List<Job> takeAll() {
    lock.lock();
    try {
      List<Job> left = List.copyOf(waiting);
      waiting.clear();
      return left;
    } finally {
      lock.unlock();
    }
  }
}
