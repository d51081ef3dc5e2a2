// What keeps the page safe, read off its source: no markup or code made from data, and a policy that forbids both.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { contentSecurityPolicy, siteHeaders } from '../../scripts/lib/site-headers.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** Whatever turns a string into markup, script or a style sheet. */
const sinks =
  /\b(?:inner|outer)HTML\b|insertAdjacentHTML|dangerouslySetInnerHTML|document\.write|createContextualFragment|parseFromString|setHTMLUnsafe|\bsrcDoc\b|javascript:|\beval\(|new Function\b|renderToString/;

test('no source makes markup or code out of a string', () => {
  // All that pages are made of.
  const files = ['src', 'bench/page'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => join(folder, name)),
  );
  expect(files.length).toBeGreaterThan(100);
  expect(files.filter((name) => sinks.test(read(name)))).toEqual([]);
  for (const bad of [
    'a.innerHTML = b',
    '<p dangerouslySetInnerHTML={x} />',
    'eval(x)',
    'katex.renderToString(x)',
  ])
    expect(sinks.test(bad), bad).toBe(true);
});

test('the policy starts from nothing, and lets no string become code', () => {
  expect(contentSecurityPolicy).toMatch(/^default-src 'none'; script-src 'self' 'wasm-unsafe-eval';/);
  expect(contentSecurityPolicy).not.toMatch(/'unsafe-eval'|https?:|\*/);
  expect(contentSecurityPolicy.match(/[a-z-]+(?= [^;]*'unsafe-inline')/g)).toEqual(['style-src']);
});

test('docs/hosting.md lists the headers a host does well to send', () => {
  const hosting = read('docs/hosting.md');
  for (const [name, value] of Object.entries(siteHeaders('index.html')))
    expect(hosting.replace(/\s+/g, ' ')).toContain(`${name}: ${value}`);
  expect(siteHeaders('sw.js')['cache-control']).toBe('no-cache');
  const hashed = siteHeaders('assets/index-a1b2c3.js')['cache-control'] ?? '';
  expect(hashed).toContain('immutable');
  expect(hosting).toContain(hashed);
});

test('Chromium’s flags stand in one file', () => {
  const scripts = ['scripts', 'scripts/lib', 'tests/support'].flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => join(folder, name)),
  );
  const withFlags = scripts.filter(
    (path) => /\.(mjs|ts)$/.test(path) && read(path).includes("'--no-sandbox'"),
  );
  expect(withFlags).toEqual([join('scripts', 'lib', 'chromium-flags.mjs')]);
});
