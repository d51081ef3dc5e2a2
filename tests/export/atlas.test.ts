// Lines of the atlas held against PyTorch: what is printed, and that a stop loses no training.
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { readLines } from '../../src/headless/atlas/lineFile';
import { checkAtlas } from '../../src/headless/atlas/runAtlas';
import { python } from './python';

const folder = mkdtempSync(join(tmpdir(), 'attention-lab-'));
afterAll(() => rmSync(folder, { recursive: true }));

const out = join(folder, 'smoke.jsonl');
const checked = join(folder, 'smoke.pytorch.jsonl');

async function check(count: number) {
  const said: string[] = [];
  const request = { plan: inRoot('experiments', 'atlas', 'smoke.json'), out, workers: 1, count };
  const printed = await checkAtlas({ ...request, python: python as string }, (text) => said.push(text));
  return { printed, said };
}

it.skipIf(!python)('trains what is missing on both sides, and goes on where it stopped', async () => {
  const first = await check(1);
  const lines = [...readLines(out).values()];
  expect(lines.length).toBeGreaterThan(0);
  expect(first.said.filter((text) => text.includes('in PyTorch'))).toHaveLength(lines.length);
  for (const { id } of lines) expect(first.printed).toContain(id.split('/')[1]);

  const written = readFileSync(checked, 'utf8');
  const again = await check(1);
  expect(again.said).toEqual([]);
  expect(again.printed).toBe(first.printed);
  expect(readFileSync(checked, 'utf8')).toBe(written);

  appendFileSync(checked, '{"id": 3}\n');
  await expect(check(1)).rejects.toThrow(/Line \d+ of .* cannot be read\. Delete it/);
});
