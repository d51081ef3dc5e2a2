// The worker's texts: made once for all who ask for the same, given up for the next, and tried anew after a failure.

import { expect, test } from 'vitest';
import type { FetchText } from '../../src/data/corpora';
import { defaultExperiment } from '../../src/experiment/defaults';
import { type TextSettings, textSettings } from '../../src/experiment/schema';
import type { TextProgress } from '../../src/runtime/protocol';
import { TextCache } from '../../src/runtime/textCache';

const settings: TextSettings = { ...textSettings(defaultExperiment()), tokenizer: 'bpe', vocabSize: 300 };
const text = `CHAPTER 1. Loomings. ${'Call me Ishmael. Some years ago, never mind how long. '.repeat(40)}`;

/** A site of one file, that counts how often it is asked for. */
function site(get: FetchText = async () => text) {
  const asked: string[] = [];
  const fetchText: FetchText = (path, onBytes) => {
    asked.push(path);
    return get(path, onBytes);
  };
  return { asked, texts: new TextCache(fetchText) };
}

test('are made once for all who ask for the same, also for one who comes while they are made', async () => {
  const { asked, texts } = site();
  const heard: TextProgress[][] = [[], []];
  const both = await Promise.all(heard.map((list) => texts.get(settings, null, (p) => list.push(p))));
  expect(both[0]).toBe(both[1]);
  expect(await texts.get({ ...settings }, null)).toBe(both[0]);
  expect(asked).toHaveLength(1);
  expect(heard[0]).toContainEqual({ what: 'Learning tokens', done: 256, total: 300, unit: 'tokens' });
  expect(heard[1]).toEqual(heard[0]);
  expect(both[0]?.tokenizer.decode(both[0].tokens)).toBe(text);
});

test.each<[string, Partial<TextSettings>]>([
  ['vocabulary', { vocabSize: 290 }],
  ['tokenizer', { tokenizer: 'bytes' }],
  ['corpus', { corpus: 'stories', corpusSize: 100 }],
])('another %s gives up what is being made', async (_what, change) => {
  const { texts } = site();
  const first = texts.get(settings, null);
  const refused = expect(first).rejects.toThrow('Another text was chosen meanwhile.');
  const second = await texts.get({ ...settings, ...change }, null);
  await refused;
  expect(await texts.get({ ...settings, ...change }, null)).toBe(second);
});

test('another text of one’s own is another text, and a copy of it is the same', async () => {
  const { texts } = site();
  const own = { ...settings, corpus: 'ownText' };
  const sea = await texts.get(own, { name: 'a.txt', text: 'the sea and the sea' });
  expect(await texts.get(own, { name: 'a.txt', text: 'the sea and the sea' })).toBe(sea);
  expect((await texts.get(own, { name: 'a.txt', text: 'the land' })).text).toBe('the land');
});

test('a text that could not be had is asked for again', async () => {
  let broken = true;
  const { asked, texts } = site(async () => {
    if (broken) throw new Error('The file could not be read.');
    return text;
  });
  await expect(texts.get(settings, null)).rejects.toThrow('could not be read');
  broken = false;
  expect((await texts.get(settings, null)).text).toBe(text);
  expect(asked).toHaveLength(2);
});

test('how much of a file has come is said in bytes of all', async () => {
  const { texts } = site(async (_path, onBytes) => {
    for (let done = 0; done <= 1_200_000; done += 40_000) onBytes?.(done);
    return text;
  });
  const heard: TextProgress[] = [];
  await texts.get(settings, null, (p) => heard.push(p));
  const bytes = heard.filter(({ unit }) => unit === 'bytes');
  expect(bytes[0]).toEqual({ what: 'Reading the text', done: 80_000, total: 1_194_150, unit: 'bytes' });
  expect(bytes.length).toBeGreaterThan(10);
  expect(bytes.at(-1)?.done).toBeLessThanOrEqual(1_194_150);
});
