// The page's worker that is refused, silent or gone: what the page is told, and that it trains nevertheless.
import { delay } from 'es-toolkit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchWorker } from '../../src/engine/workerLife';
import { serveThreads, threadsOfPage } from '../../src/processor/modelThreads';
import { connectLab } from '../../src/runtime/client';

const terminated = vi.fn();
class SilentWorker extends EventTarget {
  terminate = terminated;
  postMessage() {}
}
class BrokenWorker extends SilentWorker {
  constructor() {
    super();
    queueMicrotask(() => this.dispatchEvent(new Event('error')));
  }
}
class RefusedWorker {
  constructor() {
    throw new DOMException('It cannot be accessed from origin null.', 'SecurityError');
  }
}

beforeEach(() => {
  vi.stubGlobal('document', { baseURI: 'http://localhost/lab/' });
  vi.spyOn(console, 'warn').mockImplementation(() => {});
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  terminated.mockClear();
});

describe('the lab’s worker', () => {
  it.each([
    ['is refused', RefusedWorker],
    ['cannot load its script', BrokenWorker],
    ['is not known', undefined],
  ])('where it %s, the page has the lab itself, on the processor', async (_, Worker) => {
    vi.stubGlobal('Worker', Worker);
    const onCrash = vi.fn();
    const { lab, terminate } = connectLab(onCrash);
    const engine = await lab.device.engine({ setting: 'auto', webgpuFailure: null });
    expect(engine).toMatchObject({ name: 'processor', software: true });
    expect(engine.reason).toContain('which the browser refuses this page. All runs train in the page itself');
    await lab.training.unload();
    terminate();
    expect(onCrash).not.toHaveBeenCalled();
  });

  it('that says nothing is ended, said, and given more time when it is started again', async () => {
    vi.useFakeTimers();
    vi.stubGlobal('Worker', SilentWorker);
    const onCrash = vi.fn();
    connectLab(onCrash);
    await vi.advanceTimersByTimeAsync(29_500);
    expect(onCrash).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1000);
    expect(onCrash).toHaveBeenCalledExactlyOnceWith(
      expect.stringMatching(/^The training worker did not answer/),
      'thread',
    );
    expect(terminated).toHaveBeenCalled();
    connectLab(onCrash);
    await vi.advanceTimersByTimeAsync(59_000);
    expect(onCrash).toHaveBeenCalledOnce();
    await vi.advanceTimersByTimeAsync(2000);
    expect(onCrash).toHaveBeenCalledTimes(2);
  });
});

describe('a thread for the processor engine', () => {
  /** What the lab is told of the thread that it asks for. */
  async function reasonOf(Worker: unknown): Promise<string> {
    vi.stubGlobal('Worker', Worker);
    const { port1, port2 } = new MessageChannel();
    const end = serveThreads(port2);
    const start = threadsOfPage(port1);
    let terminate = () => {};
    const reason = await new Promise<string>((resolve) => {
      terminate = start(resolve).terminate;
    });
    terminate();
    end();
    port1.close();
    return reason;
  }

  it.each([
    ['is not known', undefined, 'stopped: the browser starts no more of them.'],
    ['throws', RefusedWorker, 'stopped: the browser starts no more of them.'],
    ['cannot load its script', BrokenWorker, 'stopped: its script could not be loaded.'],
  ])('that %s says so', async (_, Worker, reason) => {
    expect(await reasonOf(Worker)).toContain(reason);
  });

  it('ends when the lab ends it, and with the lab', async () => {
    vi.stubGlobal('Worker', SilentWorker);
    const { port1, port2 } = new MessageChannel();
    const end = serveThreads(port2);
    const start = threadsOfPage(port1);
    const [first] = [start(() => {}), start(() => {})];
    first?.terminate();
    await vi.waitFor(() => expect(terminated).toHaveBeenCalledTimes(1));
    end();
    expect(terminated).toHaveBeenCalledTimes(2);
    port1.close();
  });

  it('that a model has left is the next one’s, and ends where none comes within ten seconds', async () => {
    const started = vi.fn();
    const given = vi.fn();
    class CountedWorker extends SilentWorker {
      constructor() {
        super();
        started();
      }
      override postMessage = given;
    }
    vi.stubGlobal('Worker', CountedWorker);
    const { port1, port2 } = new MessageChannel();
    const end = serveThreads(port2);
    const start = threadsOfPage(port1);
    const models = async (n: number) => vi.waitFor(() => expect(given).toHaveBeenCalledTimes(n));
    const [first, second] = [start(() => {}), start(() => {})];
    await models(2);
    expect(started).toHaveBeenCalledTimes(2);
    first?.leave?.();
    const crashed = vi.fn();
    const next = start(crashed);
    await models(3);
    expect(started).toHaveBeenCalledTimes(2);
    // What befalls it now is told to the model that has it now.
    const [, , worker] = given.mock.contexts as EventTarget[];
    worker?.dispatchEvent(new Event('error'));
    await vi.waitFor(() => expect(crashed).toHaveBeenCalledOnce());
    next.terminate();
    await vi.waitFor(() => expect(terminated).toHaveBeenCalledOnce());

    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    second?.leave?.();
    vi.advanceTimersByTime(9999);
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(1);
    vi.useRealTimers();
    await vi.waitFor(() => expect(terminated).toHaveBeenCalledTimes(2));
    end();
    port1.close();
  });
});

describe('a worker’s life', () => {
  const patience = { first: 30, later: 120 };
  const never = () => new Promise<never>(() => {});
  const seconds = (n: number) => vi.advanceTimersByTimeAsync(1000 * n);

  it('is over where it dies before it has told its lock', async () => {
    vi.useFakeTimers();
    const onEnd = vi.fn();
    watchWorker(never, patience, onEnd);
    await seconds(29);
    expect(onEnd).not.toHaveBeenCalled();
    await seconds(2);
    expect(onEnd).toHaveBeenCalledOnce();
  });

  it('is over where there are no locks and it answers no more', async () => {
    vi.useFakeTimers();
    let alive = true;
    const onEnd = vi.fn();
    watchWorker(() => (alive ? Promise.resolve(null) : never()), patience, onEnd);
    await seconds(600);
    expect(onEnd).not.toHaveBeenCalled();
    alive = false;
    await seconds(130);
    expect(onEnd).toHaveBeenCalledOnce();
  });

  it('goes on through a step that takes long, and is not watched once that is ended', async () => {
    vi.useFakeTimers();
    const onEnd = vi.fn();
    const slow = () => new Promise<null>((resolve) => setTimeout(resolve, 100_000, null));
    let first = true;
    const stop = watchWorker(
      () => {
        if (!first) return slow();
        first = false;
        return Promise.resolve(null);
      },
      patience,
      onEnd,
    );
    await seconds(500);
    stop();
    await seconds(1000);
    expect(onEnd).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBeLessThanOrEqual(1);
  });

  it('ends with its lock', async () => {
    let free = () => {};
    const isFree = new Promise<void>((resolve) => {
      free = resolve;
    });
    const locks = {
      query: async () => ({}),
      async request(_name: string, _options: LockOptions, onLock: () => void) {
        await isFree;
        onLock();
      },
    };
    vi.stubGlobal('navigator', { locks });
    const onEnd = vi.fn();
    watchWorker(async () => 'a lock', patience, onEnd);
    await delay(20);
    expect(onEnd).not.toHaveBeenCalled();
    free();
    await vi.waitFor(() => expect(onEnd).toHaveBeenCalledOnce());
  });
});
