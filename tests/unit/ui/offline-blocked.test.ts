// @vitest-environment happy-dom
// A browser that blocks service workers says so in a sentence.
import { afterEach, expect, it, vi } from 'vitest';
import { OfflineCache } from '../../../src/app/offline/offlineCache';
import { createRunsStore } from '../../../src/app/session/runsStore';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});

/** @param register what a page gets that asks for a service worker */
async function started(register: () => Promise<unknown>) {
  vi.stubEnv('PROD', true);
  const container = Object.assign(new EventTarget(), {
    controller: null,
    ready: new Promise(() => {}),
    register,
  });
  const locks = { request: async () => {}, query: async () => ({}) };
  vi.stubGlobal('navigator', { ...navigator, serviceWorker: container, locks });
  const offline = new OfflineCache(createRunsStore());
  await offline.start();
  return offline.state.getState().cached;
}
const told = 'This browser has not kept the lab for use without a network:';

it('is told where registering gives nothing', async () => {
  expect(await started(async () => undefined)).toEqual({
    error: `${told} it does not let this page have a service worker.`,
  });
});

it('leaves the browser’s own reason where it has one', async () => {
  const fails = async () => {
    throw new TypeError('Failed to register a ServiceWorker: a bad answer (404).');
  };
  expect(await started(fails)).toEqual({
    error: `${told} Failed to register a ServiceWorker: a bad answer (404).`,
  });
});
