/** What a frame takes from the page around it, and what it tells: hostile messages too. */
import { expect, test, vi } from 'vitest';
import { originsIn } from '../../src/app/frame/allowedOrigins';
import { HostLine } from '../../src/app/frame/hostLine';
import { readCommand } from '../../src/app/frame/messages';

const deck = 'https://deck.example';

/** A line to a page of `deck`, and what is heard at its other end. */
function openLine({ hostOrigin = deck as string | null, origins = [deck] } = {}) {
  const host = { postMessage: vi.fn() } as unknown as Window;
  const warn = vi.fn();
  const line = new HostLine({ host, hostOrigin, origins, warn });
  const from = (data: unknown, origin = deck, source: unknown = host) =>
    line.read({ data, origin, source: source as Window });
  return { line, from, warn, posted: (host.postMessage as ReturnType<typeof vi.fn>).mock.calls };
}

test.each([
  { lab: 1, type: 'train' },
  { lab: 1, type: 'pause' },
  { lab: 1, type: 'step' },
  { lab: 1, type: 'goTo', step: 3 },
  { lab: 1, type: 'lesson', id: 'mixing' },
  { lab: 1, type: 'lesson', id: 'mixing', step: 2 },
])('takes $type from the page around', (command) => {
  const { from, warn } = openLine();
  expect(from(command)).toEqual(command);
  expect(warn).not.toHaveBeenCalled();
});

const huge = 'x'.repeat(5_000_000);

test.each<[string, unknown]>([
  ['another version', { lab: 2, type: 'train' }],
  ['its version as a text', { lab: '1', type: 'train' }],
  ['no type', { lab: 1 }],
  ['an unknown type', { lab: 1, type: 'reset' }],
  ['a type of every object', { lab: 1, type: 'constructor' }],
  ['a type that is an object', { lab: 1, type: { toString: 'train' } }],
  ['a huge type', { lab: 1, type: huge }],
  ['a huge id', { lab: 1, type: 'lesson', id: huge }],
  ['a huge version', { lab: huge, type: 'train' }],
  ['a step that is a text', { lab: 1, type: 'goTo', step: '2' }],
  ['step 0', { lab: 1, type: 'goTo', step: 0 }],
  ['half a step', { lab: 1, type: 'goTo', step: 1.5 }],
  ['no number', { lab: 1, type: 'goTo', step: Number.NaN }],
  ['an endless step', { lab: 1, type: 'goTo', step: Number.POSITIVE_INFINITY }],
  ['no step', { lab: 1, type: 'goTo' }],
  ['a lesson without a name', { lab: 1, type: 'lesson' }],
  ['a lesson that is a list', { lab: 1, type: 'lesson', id: ['mixing'] }],
  ['more than it may', { lab: 1, type: 'train', code: 'alert(1)' }],
  ['a prototype', JSON.parse('{"lab": 1, "type": "train", "__proto__": {"a": 1}}')],
  ['a list with a version', Object.assign([1], { lab: 1 })],
])('ignores %s, with one warning that repeats nothing of it', (_, data) => {
  const { from, warn } = openLine();
  for (let i = 0; i < 3; i++) expect(from(data)).toBeNull();
  expect(warn).toHaveBeenCalledTimes(1);
  const [sentence] = warn.mock.calls[0] as [string];
  expect(sentence.length).toBeLessThan(200);
  expect(sentence).not.toContain('xxx');
});

test.each<[string, unknown]>([
  ['a deck', 'slide:start'],
  ['a tool', { source: 'devtools', type: 'train' }],
  ['nobody', null],
  ['a number', 1],
  ['a huge text', huge],
  ['a list', [{ lab: 1, type: 'train' }]],
  ['a map', new Map([['lab', 1]])],
])('is silent about a message of %s that is not for the lab', (_, data) => {
  const { from, warn } = openLine();
  expect(from(data)).toBeNull();
  expect(from(data, 'https://evil.example')).toBeNull();
  expect(warn).not.toHaveBeenCalled();
});

test.each([
  'https://evil.example',
  'null',
  '',
  'https://deck.example.evil.example',
  'http://deck.example',
  '*',
])('ignores the origin “%s”, with one warning', (origin) => {
  const { from, warn, line, posted } = openLine();
  for (let i = 0; i < 3; i++) expect(from({ lab: 1, type: 'train' }, origin)).toBeNull();
  expect(warn).toHaveBeenCalledTimes(1);
  // Nor does it learn to speak to it.
  line.send({ type: 'key', key: 'ArrowRight', code: 'ArrowRight', keyCode: 39, shiftKey: false });
  expect(posted.map(([, target]) => target)).toEqual([deck]);
});

test('no list makes a page of no origin one that it hears', () => {
  const { from, line, posted } = openLine({ hostOrigin: 'null', origins: ['null'] });
  expect(from({ lab: 1, type: 'train' }, 'null')).toBeNull();
  expect(line.send({ type: 'key', key: ' ', code: 'Space', keyCode: 32, shiftKey: false })).toBe(false);
  expect(posted).toEqual([]);
});

test('hears no other window of an allowed origin than the one around it', () => {
  const { from, warn } = openLine();
  for (const source of [null, {}, { postMessage() {} }])
    expect(from({ lab: 1, type: 'train' }, deck, source)).toBeNull();
  expect(warn).toHaveBeenCalledTimes(1);
});

test('warns of a bounded number of origins', () => {
  const { from, warn } = openLine();
  for (let i = 0; i < 1000; i++) from({ lab: 1, type: 'train' }, `https://${i}.example`);
  expect(warn.mock.calls.length).toBeLessThanOrEqual(20);
});

const ready = {
  type: 'ready',
  training: { state: 'empty', step: 0, steps: 600 },
  lesson: null,
} as const;

test('says its version, and names the origin that it speaks to', () => {
  const { line, posted } = openLine({ origins: ['https://other.example', deck] });
  expect(line.send(ready)).toBe(true);
  expect(posted).toEqual([[{ lab: 1, ...ready }, deck]]);
});

test('does not speak to a page that it may not have', () => {
  const { line, posted, warn } = openLine({ hostOrigin: 'https://evil.example' });
  for (let i = 0; i < 3; i++) expect(line.send(ready)).toBe(false);
  expect(posted).toEqual([]);
  expect(warn).toHaveBeenCalledTimes(1);
});

test('where the browser does not tell who is around it, it speaks to those that it may have, and then to who spoke', () => {
  const { line, from, posted } = openLine({ hostOrigin: null, origins: [deck, 'https://other.example'] });
  line.send(ready);
  expect(posted.map(([, target]) => target)).toEqual([deck, 'https://other.example']);
  from({ lab: 1, type: 'pause' });
  line.send(ready);
  expect(posted.slice(2).map(([, target]) => target)).toEqual([deck]);
});

test('what is refused leaves nothing of itself in the command', () => {
  const read = readCommand(JSON.parse('{"lab": 1, "type": "lesson", "id": "__proto__"}'));
  expect(read).toEqual({ ok: true, command: { lab: 1, type: 'lesson', id: '__proto__' } });
});

test.each<[string, readonly string[], number]>([
  ['{"origins": ["https://deck.example", "http://localhost:8000"]}', [deck, 'http://localhost:8000'], 0],
  ['{"origins": []}', [], 0],
  ['{"origins": ["*", "null", "https://*.example.org", "https://deck.example"]}', [deck], 1],
  ['{"origins": ["https://deck.example/", "deck.example", "file://", "javascript:alert(1)"]}', [], 1],
  ['{"origins": "https://deck.example"}', [], 1],
  ['{"origins": [1]}', [], 1],
  ['["https://deck.example"]', [], 1],
  ['null', [], 1],
  ['<!doctype html>', [], 1],
  [`{"origins": ["https://${huge}"]}`, [], 1],
  [JSON.stringify({ origins: Array.from({ length: 101 }, (_, i) => `https://${i}.example`) }), [], 1],
])('reads embed.json, good or bad (%#)', (text, origins, warnings) => {
  const warn = vi.fn();
  expect(originsIn(text, warn)).toEqual(origins);
  expect(warn).toHaveBeenCalledTimes(warnings);
});
