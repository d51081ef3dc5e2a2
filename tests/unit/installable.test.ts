// What an installed lab shows: a manifest whose icons are there, of the size it says.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Manifest {
  start_url: string;
  scope: string;
  icons: { src: string; sizes: string; type: string; purpose?: string }[];
}
const manifest: Manifest = JSON.parse(readFileSync(join(root, 'public/manifest.webmanifest'), 'utf8'));

/** Width and height stand at fixed places of a PNG's first chunk. */
function pngSize(path: string): string {
  const bytes = readFileSync(join(root, 'public', path));
  expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  return `${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`;
}

test('the manifest works from any sub-path, and its icons are as large as it says', () => {
  expect([manifest.start_url, manifest.scope]).toEqual(['./', './']);
  const pngs = manifest.icons.filter(({ type }) => type === 'image/png');
  for (const { src, sizes } of pngs) expect(pngSize(src), src).toBe(sizes);
  expect(pngs.map(({ sizes, purpose }) => [sizes, purpose])).toEqual([
    ['192x192', undefined],
    ['512x512', undefined],
    ['512x512', 'maskable'],
  ]);
  expect(pngSize('icons/apple-touch-icon.png')).toBe('180x180');
});
