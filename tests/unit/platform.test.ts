// Each door of src/platform without its API, or with one that throws; and that nothing else of src uses those APIs.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lockExperiment } from '../../src/app/autosave/experimentLock';
import { isSoftware } from '../../src/device/softwareAdapter';
import { isVisited, replaceAddress } from '../../src/platform/address';
import { openCamera } from '../../src/platform/barcodes';
import { openChannel, tellTabs } from '../../src/platform/channel';
import { adapterFacts, deviceFacts, findAdapter, hasGpu } from '../../src/platform/gpu';
import { NoIndexedDb, openIndexedDb } from '../../src/platform/indexedDb';
import { keepValue, keptValue } from '../../src/platform/keptValues';
import { fillInLayout, mediaMatches } from '../../src/platform/layout';
import { webLocks } from '../../src/platform/locks';
import {
  coreCount,
  isMac,
  isSecure,
  preferredTags,
  toldCores,
  userAgent,
  userAgentData,
} from '../../src/platform/machine';
import { randomWords, uniqueId } from '../../src/platform/random';
import { serviceWorkers } from '../../src/platform/serviceWorkers';
import { copyText, shareSheet } from '../../src/platform/sharing';
import { persistStorage, storageUse } from '../../src/platform/storageUse';
import { startThread } from '../../src/platform/threads';

// What is refused is told there too.
beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => {}));
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const refuse = () => {
  throw new DOMException('Refused.', 'SecurityError');
};
const reject = async () => refuse();
const navigatorWith = (part: object) => vi.stubGlobal('navigator', part);
/** A navigator whose every API throws where it is mentioned. */
const hostile = () => navigatorWith(new Proxy({}, { get: refuse }));
const throwing = (name: string) => {
  vi.stubGlobal(name, undefined);
  Object.defineProperty(globalThis, name, { get: refuse, configurable: true });
};

describe('ids', () => {
  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  it.each([
    ['as it is', () => {}],
    [
      'without randomUUID',
      () => vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) }),
    ],
    ['without crypto', () => vi.stubGlobal('crypto', undefined)],
    ['where it throws', () => vi.stubGlobal('crypto', { getRandomValues: refuse, randomUUID: refuse })],
  ])('are UUIDs that differ: %s', (_, arrange) => {
    arrange();
    const ids = Array.from({ length: 200 }, uniqueId);
    for (const id of ids) expect(id).toMatch(uuid);
    expect(new Set(ids).size).toBe(200);
    expect(new Set(randomWords(8)).size).toBe(8);
  });
});

describe('values', () => {
  it.each(['localStorage', 'sessionStorage'] as const)('of %s are null where it is not', (storage) => {
    vi.stubGlobal(storage, undefined);
    expect(keptValue(storage, 'a')).toBeNull();
    expect(keepValue(storage, 'a', 'b')).toBe(false);
    vi.stubGlobal(storage, { getItem: refuse, setItem: refuse });
    expect(keptValue(storage, 'a')).toBeNull();
    expect(keepValue(storage, 'a', 'b')).toBe(false);
    const items = new Map<string, string>();
    vi.stubGlobal(storage, {
      getItem: (key: string) => items.get(key) ?? null,
      setItem: (key: string, value: string) => void items.set(key, value),
    });
    expect(keepValue(storage, 'a', 'b')).toBe(true);
    expect(keptValue(storage, 'a')).toBe('b');
  });

  it.each(['localStorage', 'sessionStorage'] as const)(
    'of %s are null where its mention throws',
    (storage) => {
      throwing(storage);
      expect(keptValue(storage, 'a')).toBeNull();
      expect(keepValue(storage, 'a', 'b')).toBe(false);
    },
  );
});

describe('IndexedDB', () => {
  const open = () => openIndexedDb('a', 1, {});
  it('rejects where it is missing, null, or throws when mentioned or opened', async () => {
    vi.stubGlobal('indexedDB', undefined);
    await expect(open()).rejects.toBeInstanceOf(NoIndexedDb);
    vi.stubGlobal('indexedDB', null);
    await expect(open()).rejects.toBeInstanceOf(NoIndexedDb);
    vi.stubGlobal('indexedDB', { open: refuse });
    await expect(open()).rejects.toMatchObject({ name: 'SecurityError' });
    throwing('indexedDB');
    await expect(open()).rejects.toMatchObject({ name: 'SecurityError' });
  });
});

describe('what navigator has', () => {
  it.each([
    ['nothing of it', () => navigatorWith({})],
    ['no navigator', () => vi.stubGlobal('navigator', undefined)],
  ])('is not used where there is %s', async (_, arrange) => {
    arrange();
    expect(await webLocks()).toBeUndefined();
    expect(serviceWorkers()).toBeUndefined();
    expect(await storageUse()).toBeNull();
    expect(await persistStorage()).toBe(false);
    expect(await copyText('a')).toBe(false);
    expect(shareSheet()).toBeUndefined();
    expect(hasGpu()).toBe(false);
    expect(coreCount()).toBe(1);
    expect(isMac()).toBe(false);
    expect(preferredTags()).toEqual([]);
  });

  it('is not used where it throws', async () => {
    hostile();
    expect(await webLocks()).toBeUndefined();
    expect(serviceWorkers()).toBeUndefined();
    expect(await storageUse()).toBeNull();
    expect(await persistStorage()).toBe(false);
    expect(await copyText('a')).toBe(false);
    expect(await findAdapter()).toBeNull();
    expect(hasGpu()).toBe(false);
    expect(coreCount()).toBe(1);
    expect(toldCores()).toBeNull();
    expect(isMac()).toBe(false);
    expect(userAgent()).toBe('');
    expect(preferredTags()).toEqual([]);
    expect(userAgentData()).toBeUndefined();
    expect(shareSheet()).toBeUndefined();
  });

  it('is not waited for where it never answers', async () => {
    vi.useFakeTimers();
    navigatorWith({ locks: { query: () => new Promise(() => {}) } });
    const locks = webLocks();
    await vi.advanceTimersByTimeAsync(6000);
    expect(await locks).toBeUndefined();
  });

  it('locks: an experiment is kept without one where the browser lists locks and gives none', async () => {
    for (const request of [refuse, reject]) {
      navigatorWith({ locks: { query: async () => ({}), request } });
      expect(await lockExperiment('a', false, () => {})).toMatchObject({ id: 'a' });
    }
  });

  it('is not used where it rejects, or has only a part', async () => {
    navigatorWith({
      locks: { query: reject },
      storage: { estimate: reject },
      clipboard: { writeText: reject },
    });
    expect(await webLocks()).toBeUndefined();
    expect(await storageUse()).toBeNull();
    expect(await copyText('a')).toBe(false);
    navigatorWith({ storage: { estimate: async () => ({ usage: 1, quota: 0 }) } });
    expect(await storageUse()).toEqual({ usage: 1, quota: 0, persisted: false });
    navigatorWith({ storage: { persisted: async () => false } });
    expect(await storageUse()).toBeNull();
  });

  it('is used where it is there', async () => {
    const locks = { query: async () => ({}) };
    navigatorWith({ locks, share: async () => {}, clipboard: { writeText: async () => {} } });
    expect(await webLocks()).toBe(locks);
    expect(shareSheet()).toBeDefined();
    expect(await copyText('a')).toBe(true);
  });
});

describe('adapters', () => {
  const facts = { vendor: 'google', architecture: 'swiftshader', device: '', description: '' };
  const gpu = (adapter: unknown) => navigatorWith({ gpu: { requestAdapter: async () => adapter } });
  const ask = async (adapter: object) => adapterFacts(adapter as GPUAdapter);

  it.each([
    ['info (Chrome 127 and later)', { info: { ...facts, isFallbackAdapter: true } }, true],
    ['requestAdapterInfo alone (Chrome 113)', { requestAdapterInfo: async () => facts }, false],
    ['isFallbackAdapter beside it', { isFallbackAdapter: true, requestAdapterInfo: async () => facts }, true],
  ])('tell their facts by %s', async (_, adapter, isFallback) => {
    const told = await ask(adapter);
    expect(told).toEqual({ ...facts, isFallback });
    expect(isSoftware(told)).toBe(true);
  });

  it.each([
    ['nothing', {}],
    ['an info that is undefined', { info: undefined }],
    ['a refusal', { requestAdapterInfo: reject }],
    ['null alone', { info: { vendor: null, architecture: null, device: null, description: null } }],
    [
      'an info that throws',
      {
        get info() {
          return refuse();
        },
      },
    ],
  ])('that tell %s have empty facts', async (_, adapter) => {
    const told = await ask(adapter);
    expect(told).toEqual({ vendor: '', architecture: '', device: '', description: '', isFallback: false });
    expect(isSoftware(told)).toBe(false);
  });

  it('are none where the request throws, rejects, gives none or never ends', async () => {
    for (const requestAdapter of [refuse, reject, async () => null, async () => undefined]) {
      navigatorWith({ gpu: { requestAdapter } });
      expect(await findAdapter()).toBeNull();
    }
    vi.useFakeTimers();
    navigatorWith({ gpu: { requestAdapter: () => new Promise(() => {}) } });
    const found = findAdapter();
    await vi.advanceTimersByTimeAsync(31_000);
    expect(await found).toBeNull();
    const adapter = {};
    gpu(adapter);
    expect(await findAdapter()).toBe(adapter);
  });

  it('that never tell are not waited for', async () => {
    vi.useFakeTimers();
    const told = ask({ requestAdapterInfo: () => new Promise(() => {}) });
    await vi.advanceTimersByTimeAsync(31_000);
    expect((await told).vendor).toBe('');
  });

  it('of a device are null where it does not tell (before Chrome 132)', () => {
    expect(deviceFacts({} as GPUDevice)).toBeNull();
    expect(deviceFacts(new Proxy({}, { get: refuse }) as GPUDevice)).toBeNull();
    expect(deviceFacts({ adapterInfo: facts } as GPUDevice)).toEqual({ ...facts, isFallback: false });
  });
});

describe('the camera', () => {
  const refusing = (name: string) =>
    navigatorWith({
      mediaDevices: { getUserMedia: () => Promise.reject(new DOMException('English', name)) },
    });
  it.each([
    ['NotAllowedError', 'refused'],
    ['NotFoundError', 'none'],
    ['NotReadableError', 'taken'],
    ['SecurityError', 'notHere'],
    ['A name of tomorrow', 'notHere'],
  ])('that ends in %s is told as "%s"', async (name, reason) => {
    refusing(name);
    expect(await openCamera()).toBe(reason);
  });

  it('is not there on a page by http, and where its mention throws', async () => {
    navigatorWith({});
    expect(await openCamera()).toBe('notHere');
    hostile();
    expect(await openCamera()).toBe('notHere');
  });
});

describe('the rest', () => {
  it('has no channel where there is none', () => {
    vi.stubGlobal('BroadcastChannel', undefined);
    expect(openChannel('a')).toBeUndefined();
    vi.stubGlobal(
      'BroadcastChannel',
      class {
        constructor() {
          refuse();
        }
      },
    );
    expect(openChannel('a')).toBeUndefined();
  });

  it('fills in for matchMedia by the width of the window, and leaves one that is there', () => {
    vi.stubGlobal('matchMedia', undefined);
    vi.stubGlobal('ResizeObserver', class {});
    vi.stubGlobal('innerWidth', 900);
    fillInLayout();
    expect(mediaMatches('(min-width: 901px)')).toBe(false);
    expect(mediaMatches('(min-width: 900px)')).toBe(true);
    expect(mediaMatches('(prefers-color-scheme: dark)')).toBe(false);
    matchMedia('(min-width: 1px)').addEventListener('change', () => {});
    vi.stubGlobal('matchMedia', () => ({ matches: true }));
    fillInLayout();
    expect(mediaMatches('(prefers-color-scheme: dark)')).toBe(true);
  });

  it.each([
    ['throws', refuse],
    ['answers null', () => null],
  ])('fills in for a matchMedia that %s, and does without', (_, matchMedia) => {
    vi.stubGlobal('matchMedia', matchMedia);
    vi.stubGlobal('ResizeObserver', class {});
    vi.stubGlobal('innerWidth', 900);
    expect(mediaMatches('(min-width: 1px)')).toBe(false);
    fillInLayout();
    expect(mediaMatches('(min-width: 1px)')).toBe(true);
  });

  it('fills in for fonts, which text fields wait for', () => {
    vi.stubGlobal('matchMedia', () => ({ matches: true }));
    vi.stubGlobal('ResizeObserver', class {});
    vi.stubGlobal('document', {});
    fillInLayout();
    document.fonts.addEventListener('loadingdone', () => {});
  });

  it('says nothing to other tabs where their channel is closed', () => {
    expect(tellTabs({ postMessage: refuse } as unknown as BroadcastChannel, 'a')).toBe(false);
  });

  it('tells a visit from a reload, and takes it for none where the browser does not tell', () => {
    for (const [entries, visited] of [
      [[{ type: 'navigate' }], true],
      [[{ type: 'reload' }], false],
      [[], false],
    ] as const) {
      vi.stubGlobal('performance', { getEntriesByType: () => entries });
      expect(isVisited()).toBe(visited);
    }
    vi.stubGlobal('performance', {});
    expect(isVisited()).toBe(false);
  });

  it('leaves the address where it may not be replaced', () => {
    vi.stubGlobal('history', { state: null, replaceState: refuse });
    expect(replaceAddress('/')).toBe(false);
    vi.stubGlobal('history', undefined);
    expect(replaceAddress('/')).toBe(false);
  });

  it('counts a page as secure unless the browser says otherwise', () => {
    vi.stubGlobal('isSecureContext', undefined);
    expect(isSecure()).toBe(true);
    vi.stubGlobal('isSecureContext', false);
    expect(isSecure()).toBe(false);
  });

  it('fills in for a ResizeObserver, and leaves one that is there', () => {
    const frames: (() => void)[] = [];
    const resize = new Set<() => void>();
    vi.stubGlobal('requestAnimationFrame', (frame: () => void) => frames.push(frame));
    vi.stubGlobal('addEventListener', (_: string, listener: () => void) => resize.add(listener));
    vi.stubGlobal('removeEventListener', (_: string, listener: () => void) => resize.delete(listener));
    vi.stubGlobal(
      'DOMRectReadOnly',
      class {
        constructor(
          _x: number,
          _y: number,
          readonly width: number,
          readonly height: number,
        ) {}
      },
    );
    vi.stubGlobal('ResizeObserver', undefined);
    fillInLayout();
    const filled = ResizeObserver;
    fillInLayout();
    expect(ResizeObserver).toBe(filled);
    const widths: number[] = [];
    const observer = new ResizeObserver((entries) => widths.push(...entries.map((e) => e.contentRect.width)));
    const element = { clientWidth: 300, clientHeight: 20 } as Element;
    observer.observe(element);
    for (const frame of frames) frame();
    for (const listener of resize) listener();
    expect(widths).toEqual([300, 300]);
    observer.disconnect();
    expect(resize.size).toBe(0);
  });
});

describe('a thread', () => {
  class FakeWorker extends EventTarget {}
  const started = (patience = 30) => {
    const worker = new FakeWorker();
    return { worker, start: startThread(() => worker as unknown as Worker, patience).start };
  };

  it('runs once its script says so', async () => {
    const { worker, start } = started();
    worker.dispatchEvent(new MessageEvent('message', { data: 'something else' }));
    worker.dispatchEvent(new MessageEvent('message', { data: 'running' }));
    expect(await start).toBe('running');
  });

  it('is refused where there is no Worker, where it throws, and where its script fails', async () => {
    vi.stubGlobal('Worker', undefined);
    const create = () => new Worker('a.js');
    expect(await startThread(create, 30).start).toBe('refused');
    expect(startThread(refuse, 30).worker).toBeNull();
    const { worker, start } = started();
    worker.dispatchEvent(new Event('error'));
    expect(await start).toBe('refused');
  });

  it('is silent where nothing is heard of it in time', async () => {
    vi.useFakeTimers();
    const { start } = started(30);
    let how: string | null = null;
    void start.then((told) => {
      how = told;
    });
    await vi.advanceTimersByTimeAsync(29_500);
    expect(how).toBeNull();
    await vi.advanceTimersByTimeAsync(1000);
    expect(how).toBe('silent');
  });
});

/** APIs that a browser may lack, refuse or take back, each with the one folder that may name it. */
const guarded =
  /\b(?:crypto|indexedDB|localStorage|sessionStorage|navigator|caches|BroadcastChannel|SharedWorker|SharedArrayBuffer|ResizeObserver|IntersectionObserver|matchMedia|structuredClone|requestIdleCallback|OffscreenCanvas|CompressionStream|DecompressionStream|openDB|isSecureContext|requestAdapterInfo|adapterInfo|getEntriesByType)\b(?!')|\.(?:replaceState|pushState)\(|\bnew Worker\(|\badapter\.info\b/;
/** Where a name means something else. */
const others: Record<string, RegExp> = {
  // A ResizeObserver is filled in where the page is drawn, before anything uses one.
  'ui/kit/Tex.tsx': /new ResizeObserver/,
  // Node on Dawn and what starts it have a navigator of their own.
  'device/pipelines.ts': /\bcaches\b/,
  // A type.
  'app/autosave/tabChannel.ts': /: BroadcastChannel \| null/,
  // Vite wants the call as it stands; each is handed to a door.
  'runtime/client.ts': /\(\) => new Worker\(/,
  'processor/modelThreads.ts': /thread = new Worker\(/,
  // What TensorFlow.js keeps of its adapter.
  'device/backendSeam.ts': /adapterInfo/,
  'device/adapter.ts': /backendSeam\(\)\.adapterInfo/,
};

it('no module beside the doors names an API that may be missing', () => {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const filesOf = (folder: string) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path}`);
  const found = [...filesOf('src'), ...filesOf('bench/page'), 'bench/session.ts']
    .filter((path) => /\.tsx?$/.test(path) && !/^src\/(platform|headless)\b/.test(path))
    .flatMap((path) =>
      readFileSync(join(root, path), 'utf8')
        .split('\n')
        .filter((line) => !/^\s*(\/\/|\*|\/\*)/.test(line))
        .map((line) => line.replace(/\s\/\/ .*$/, ''))
        .filter((line) => guarded.test(line) && !others[path.replace(/^src\//, '')]?.test(line))
        .map((line) => `${path}: ${line.trim()}`),
    );
  expect(found).toEqual([]);
});
