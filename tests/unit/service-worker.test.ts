// The service worker's answer to an address whose "#" became "%23": a redirect, as without a network there is no 404 page.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

type Listener = (event: unknown) => void;
const listeners = new Map<string, Listener[]>();

beforeEach(async () => {
  listeners.clear();
  vi.stubGlobal('self', {
    addEventListener: (type: string, listener: Listener) =>
      listeners.set(type, [...(listeners.get(type) ?? []), listener]),
    location: new URL('https://example.org/lab/sw.js'),
    registration: { scope: 'https://example.org/lab/' },
  });
  vi.stubGlobal('registration', { scope: 'https://example.org/lab/' });
  vi.stubGlobal('siteFiles', []);
  vi.resetModules();
  await import('../../src/serviceWorker');
});
afterEach(() => void vi.unstubAllGlobals());

/** @returns what the worker answers with; undefined where it leaves that to what is cached, and to the network */
function answer(url: string, mode = 'navigate'): Response | undefined {
  let response: Response | undefined;
  let isStopped = false;
  const [first] = listeners.get('fetch') as [Listener];
  first({
    request: { url, mode },
    stopImmediatePropagation() {
      isStopped = true;
    },
    respondWith(given: Response) {
      response = given;
    },
  });
  expect(isStopped).toBe(response !== undefined);
  return response;
}

it('sends an address with an escaped link to the page with the link', () => {
  for (const sign of ['%23', '%2523']) {
    const response = answer(`https://example.org/lab/${sign}1srrr.abc`);
    expect(response?.status).toBe(302);
    expect(response?.headers.get('location')).toBe('https://example.org/lab/#1srrr.abc');
  }
});

it('leaves every other address, and what is no page, as it is', () => {
  for (const url of [
    'https://example.org/lab/',
    'https://example.org/lab/%23main',
    'https://example.org/lab/#1srrr.abc',
  ])
    expect(answer(url)).toBeUndefined();
  expect(answer('https://example.org/lab/%231srrr.abc', 'cors')).toBeUndefined();
});
