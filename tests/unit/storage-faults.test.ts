// Why something is not kept, each cause in its own sentence; and what an experiment was trained on, compared whole.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { isClosed, storageFault } from '../../src/app/library/storageFault';
import { otherDeviceNotice, storageNotice } from '../../src/app/notices/messages';
import { engineVersion } from '../../src/engine/engine';
import { NoIndexedDb } from '../../src/platform/indexedDb';

afterEach(() => vi.unstubAllGlobals());

const error = (name: string, message = 'a message') => new DOMException(message, name);
const sentence = async (reason: unknown, during: 'opening' | 'writing') =>
  (await storageNotice(reason, during, () => {})).text();

describe('the cause', () => {
  const causes = [
    [error('SecurityError'), 'opening', 'refused', /settings, or the frame/],
    // As Chrome says it where a person blocks site data.
    [
      error('UnknownError', 'The user denied permission to access the database.'),
      'opening',
      'refused',
      /settings/,
    ],
    [
      error('InvalidStateError', 'A mutation operation was attempted'),
      'opening',
      'private',
      /private windows/,
    ],
    [new NoIndexedDb('no IndexedDB'), 'opening', 'missing', /no IndexedDB here/],
    [error('VersionError'), 'opening', 'newerVersion', /newer version of the lab/],
    [error('AbortError'), 'opening', 'upgrade', /earlier version of the lab could not be taken over/],
    [
      error('UnknownError', 'Internal error opening backing store'),
      'opening',
      'closed',
      /did not open its storage/,
    ],
    [error('TypeError'), 'opening', 'unknown', /could not open its storage/],
    [
      error('InvalidStateError', 'The database connection is closing.'),
      'writing',
      'closed',
      /has closed its storage/,
    ],
    [error('AbortError'), 'writing', 'closed', /has closed its storage/],
    [error('UnknownError', 'Connection to Indexed Database server lost.'), 'writing', 'closed', /has closed/],
    [error('TimeoutError'), 'writing', 'closed', /has closed its storage/],
    [error('DataCloneError'), 'writing', 'unknown', /latest changes could not be kept/],
    ['a string', 'writing', 'unknown', /could not be kept.*\(a string\)/],
    [error('QuotaExceededError'), 'writing', 'full', /storage for this site is full/],
    [error('QuotaExceededError'), 'opening', 'full', /storage for this site is full/],
  ] as const;

  it.each(causes)('%s at %s is %s, and said so', async (reason, during, fault, said) => {
    expect(storageFault(reason, during)).toBe(fault);
    expect(await sentence(reason, during)).toMatch(said);
  });

  it('“private window” is said of those alone, and “no storage” of none that was only closed', async () => {
    for (const [reason, during, fault] of causes) {
      const text = await sentence(reason, during);
      if (fault !== 'private') expect(text).not.toMatch(/private/);
      expect(/gives this page no storage/.test(text)).toBe(['refused', 'private', 'missing'].includes(fault));
    }
  });

  it('a full storage tells its size where the browser does, and that there is no room at all', async () => {
    const full = error('QuotaExceededError');
    vi.stubGlobal('navigator', { storage: { estimate: async () => ({ usage: 1024, quota: 2048 }) } });
    expect(await sentence(full, 'writing')).toMatch(/is full \(.* of .* are used\)/);
    vi.stubGlobal('navigator', { storage: { estimate: async () => ({ usage: 0, quota: 0 }) } });
    expect(await sentence(full, 'writing')).toMatch(/no room to keep anything/);
    vi.stubGlobal('navigator', {});
    expect(await sentence(full, 'writing')).toMatch(/is full, so/);
  });

  it('only a closed connection is opened anew', () => {
    for (const name of ['InvalidStateError', 'AbortError', 'UnknownError'])
      expect(isClosed(error(name))).toBe(true);
    for (const name of ['QuotaExceededError', 'SecurityError', 'VersionError', 'DataCloneError'])
      expect(isClosed(error(name))).toBe(false);
  });
});

describe('what an experiment was trained on', () => {
  const here = { name: 'webgpu', adapter: 'nvidia ampere' } as const;
  const said = (before: Parameters<typeof otherDeviceNotice>[0]) => otherDeviceNotice(before, here)?.text();

  it('is not told where it is the same, or where an earlier lab did not tell its engine', () => {
    expect(said({ ...here, engineVersion })).toBeUndefined();
    expect(said(here)).toBeUndefined();
  });

  it.each([
    ['another engine', { name: 'processor', adapter: 'WebAssembly SIMD', engineVersion }],
    ['another adapter', { name: 'webgpu', adapter: 'intel gen-12lp', engineVersion }],
  ] as const)('is told of %s', (_, before) => {
    expect(said(before)).toContain(`(${before.adapter}). It goes on with the graphics card (nvidia ampere)`);
  });

  it('is told of another build of the kernels', () => {
    const now = { name: 'processor', adapter: 'WebAssembly, relaxed SIMD' } as const;
    expect(otherDeviceNotice({ ...now, adapter: 'WebAssembly SIMD' }, now)?.text()).toContain(
      'the processor (WebAssembly SIMD). It goes on with the processor (WebAssembly, relaxed SIMD)',
    );
  });

  it('is told of another version of the engine', () => {
    expect(said({ ...here, engineVersion: engineVersion + 1 })).toMatch(
      /by a later version of the lab’s engine/,
    );
    if (engineVersion > 1)
      expect(said({ ...here, engineVersion: engineVersion - 1 })).toMatch(/by an earlier version/);
  });
});
