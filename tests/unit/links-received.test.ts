// Links as mails, chats, trackers, editors and hosts change them on the way: the same experiment, and not a word of warning.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { variantIds } from '../../src/attention/variants';
import { Random } from '../../src/data/random';
import { decodeLink, encodeLink, looksLikeLink, sealed } from '../../src/document/link/link';
import { mendedAddress } from '../../src/document/link/mendedAddress';
import { defaultView } from '../../src/document/view';
import { defaultExperiment } from '../../src/experiment/defaults';
import { seed } from '../support/seed';
import { drawnLayer } from '../support/stack';

const stored: { link: string }[] = JSON.parse(
  readFileSync(new URL('../fixtures/links/format-1.json', import.meta.url), 'utf8'),
);
const first = encodeLink({ experiment: defaultExperiment(), view: defaultView, text: null, curves: null });

/** A link as it was once given out, whose last sign is this one. */
function oldLink(end: string): string {
  const random = new Random(1);
  for (;;) {
    const [head, ...bodies] = first.split('.') as [string, ...string[]];
    const body = `${bodies.pop()?.slice(0, -3)}${'AQgw'[random.int(4)]}${'AQgw'[random.int(4)]}${'AQgw'[random.int(4)]}${'AQgw'[random.int(4)]}`;
    const section = sealed('r', body);
    if (section.endsWith(end)) return [head, ...bodies, section].join('.');
  }
}

/** Short and long, with and without the signs that are changed most. */
const links = [
  first,
  oldLink('_'),
  oldLink('-'),
  ...[0, 3, 6].map((i) => (stored[i] as { link: string }).link),
];

const percented = (text: string) =>
  Array.from(text, (c) => `%${(c.codePointAt(0) as number).toString(16).padStart(2, '0')}`).join('');
const entitied = (text: string) => Array.from(text, (c) => `&#${c.codePointAt(0)};`).join('');
/** As a mail's quoted-printable lines of 76 signs. */
const quotedPrintable = (text: string) =>
  text
    .replaceAll('=', '=3D')
    .replaceAll('#', '=23')
    .match(/.{1,74}/g)
    ?.join('=\r\n') ?? '';
const wrapped = (text: string, by: string) => text.match(/.{1,40}/g)?.join(by) ?? '';
const address = (hash: string) => `https://example.org/lab/${hash}`;

const changes: [what: string, change: (hash: string) => string][] = [
  ...[
    ...[
      '&utm_source=chatgpt.com&utm_medium=referral',
      '?fbclid=AbC123_-',
      '?gclid=1a.2b',
      '&msclkid=0',
      '&ref=x',
    ],
    ...[
      '?mc_cid=1&mc_eid=2',
      '?igshid=x==',
      '?si=AbCd',
      '&amp;utm_source=x',
      '/?x=1',
      '&=',
      '#main',
      ':~:text=sea',
    ],
    ...[
      '.',
      ',',
      ')',
      ']',
      '>',
      '»',
      '"',
      "'",
      '*',
      '**',
      ';',
      ':',
      '!',
      '?',
      '…',
      '...',
      '”',
      '’',
      '`',
      '|',
      '}',
    ],
    ...[
      '.)',
      '>.',
      '),',
      '",',
      ' ',
      '\n',
      '\r\n\r\nRegards',
      '。',
      '，',
      '？！',
      '」',
      '\u200b',
      '\ufeff',
      '\u2069',
    ],
    ...[
      '</a>',
      '"> the link</a>',
      '.next.sentence',
      '\\',
      '\\n',
      '%20',
      '%0A',
      '%22',
      '%3E',
      '&quot;',
      '&gt;',
      '=20',
    ],
  ].map((end): [string, (hash: string) => string] => [
    `and ${JSON.stringify(end)}`,
    (hash) => address(hash) + end,
  ]),
  ...[
    ...['&_hsenc=p2ANqtz--x_y', '#_=_', '#at_medium=c7&at_campaign=64', ';jsessionid=1A.2b', '—and', '’s'],
    ...['%E2%80%9D', '%E3%80%82', '।', '😀', '~~', '||'],
  ].map((end): [string, (hash: string) => string] => [
    `and ${JSON.stringify(end)}`,
    (hash) => address(hash) + end,
  ]),
  // What pages, mails and shells put between the signs of a long word.
  ...[
    ...[
      '<wbr>',
      '<wbr/>',
      '<br>\n',
      '</span><span class="x">',
      '&shy;',
      '&#8203;',
      '&#x200B;',
      '&ZeroWidthSpace;',
    ],
    ...['%E2%80%8B', '%C2%AD', '\\\n', '^\r\n', '\u0085'],
  ].map((by): [string, (hash: string) => string] => [
    `with ${JSON.stringify(by)} in it`,
    (hash) => wrapped(address(hash), by),
  ]),
  ['\\x23', (hash) => address(hash.replace('#', '\\x23'))],
  ['a percent-encoded full-width sign', (hash) => address(hash.replace('#', '%EF%BC%83'))],
  ['[.] for stops', (hash) => address(hash).replaceAll('.', '[.]')],
  ['。 for stops', (hash) => address(hash).replaceAll('.', '。')],
  ['only the hash', (hash) => hash],
  ['without its sign', (hash) => hash.slice(1)],
  ['query before', (hash) => `https://example.org/lab/?utm_source=1a.b&fbclid=2c.d${hash}`],
  ['query first in the hash', (hash) => address(`#?utm_source=x&${hash.slice(1)}`)],
  ['query first in the hash, as a value', (hash) => address(`#utm_source=x&to=${hash.slice(1)}&y=1`)],
  ['a path in the hash', (hash) => address(`#!/${hash.slice(1)}`)],
  ['<…>', (hash) => `<${address(hash)}>`],
  ['(…)', (hash) => `(${address(hash)})`],
  ['(see …).', (hash) => `(see ${address(hash)}).`],
  ['“…”', (hash) => `“${address(hash)}”`],
  ['_…_', (hash) => `_${address(hash)}_`],
  ['__…__', (hash) => `__${address(hash)}__`],
  ['**…**', (hash) => `**${address(hash)}**`],
  ['Markdown link', (hash) => `[the experiment](${address(hash)} "title")`],
  ['Markdown escapes', (hash) => address(hash).replace(/[_.#-]/g, '\\$&')],
  ['HTML', (hash) => `<a href="${address(hash)}&amp;x=1">here</a>`],
  ['%23', (hash) => address(`%23${hash.slice(1)}`)],
  ['%2523', (hash) => address(`%2523${hash.slice(1)}`)],
  ['%23 and a query', (hash) => address(`%23${hash.slice(1)}?utm_source=x`)],
  ['%23 within a query', (hash) => address(`?embed&x=1%23${hash.slice(1)}&y=2`)],
  ['&num;', (hash) => address(`&num;${hash.slice(1)}`)],
  ['&#35;', (hash) => address(`&#35;${hash.slice(1)}`)],
  ['&amp;#x23;', (hash) => address(`&amp;#x23;${hash.slice(1)}`)],
  ['every sign in percent', (hash) => percented(address(hash))],
  ['every sign in percent, the hash alone', (hash) => percented(hash)],
  ['every sign in percent twice', (hash) => encodeURIComponent(percented(address(hash)))],
  ['every sign as an entity', (hash) => entitied(address(hash))],
  [
    'some signs in percent',
    (hash) => address(hash.replaceAll('_', '%5F').replaceAll('-', '%2d').replaceAll('.', '%2E')),
  ],
  ['broken into lines', (hash) => wrapped(address(hash), '\n')],
  ['broken into lines of a quoted mail', (hash) => `> ${wrapped(address(hash), '\r\n> ')}`],
  ['spaces', (hash) => wrapped(address(hash), ' ')],
  ['quoted-printable', (hash) => quotedPrintable(`${address(hash)}&utm_source=x`)],
  [
    'quoted-printable, its lines joined',
    (hash) => quotedPrintable(address(hash)).replaceAll('\r\n', '').replace('=23', '#'),
  ],
  ['zero-width signs', (hash) => wrapped(address(hash), '\u200b')],
  ['soft hyphens', (hash) => wrapped(address(hash), '\u00ad')],
  ['turned', (hash) => `\u202a${address(hash)}\u202c`],
  ['a byte order mark', (hash) => `\ufeff${address(hash)}`],
  ['other hyphens', (hash) => address(hash).replaceAll('-', '\u2011')],
  ['dashes of an editor', (hash) => address(hash).replaceAll('--', '—')],
  ['full width', (hash) => address(hash).replace('#', '＃')],
  ['JSON', (hash) => JSON.stringify({ url: address(hash) }).replace('#', '\\u0023')],
  [
    'Outlook safelinks',
    (hash) =>
      `https://eur01.safelinks.protection.outlook.com/?url=${encodeURIComponent(address(hash))}&data=05%7C01%7Cme%40example.org%7C1a.b&sdata=x%3D&reserved=0`,
  ],
  [
    'Google',
    (hash) => `https://www.google.com/url?q=${encodeURIComponent(address(hash))}&sa=D&ust=1&usg=AOvVaw_-`,
  ],
  [
    'a chat’s own address',
    (hash) => `https://l.example.com/l.php?u=${encodeURIComponent(address(`%23${hash.slice(1)}`))}&h=AT0`,
  ],
  [
    'a mail guard’s own address',
    (hash) =>
      `https://guard.example.com/v2/url?u=${encodeURIComponent(address(hash)).replaceAll('_', '%5F').replaceAll('-', '%2D').replaceAll('%2F', '_').replaceAll('%', '-')}&d=DwMFaQ&c=x`,
  ],
  [
    'another guard’s',
    (hash) => `https://guard.example.com/v3/__${address(hash).replace('#', '*')}__;Iw!!x!y$`,
  ],
  ['a chat’s <address|text>', (hash) => `see <${address(hash)}&amp;utm_source=x|the one. of 1a.b> and say`],
  [
    'Outlook safelinks within another, as HTML',
    (hash) =>
      `https://a.safelinks.protection.outlook.com/?url=${encodeURIComponent(`https://b.safelinks.protection.outlook.com/?url=${encodeURIComponent(address(hash))}&amp;data=1`)}&amp;data=05%7C01`,
  ],
  ['Google, where nothing is escaped', (hash) => `https://www.google.com/url?q=${address(hash)}&sa=D`],
  ['BibTeX, its signs in braces', (hash) => `url = {${address(hash).replace(/[_#]/g, '{\\$&}')}},`],
  ['Org', (hash) => `[[${address(hash)}][the experiment]]`],
  ['other words on its line', (hash) => `Look: ${address(hash)}, it is like 2b.c`],
  ['other addresses around it', (hash) => `https://example.com/#1a.b ${address(hash)} https://a.org/#x`],
  ['other shape: pasted twice', (hash) => `${address(hash)} ${address(hash)}`],
  [
    'other app’s address',
    (hash) => `mailto:?subject=x&body=${encodeURIComponent(`Look at ${address(hash)} please`)}`,
  ],
  ['an Android intent', (hash) => `${address(hash)}#Intent;scheme=https;package=com.android.chrome;end`],
  [
    'HTML, &amp;amp; and entities',
    (hash) => `<a href='${address(hash).replaceAll('.', '&period;')}&amp;amp;x=1'>1a.b</a>`,
  ],
];

describe('the same experiment, no warning', () => {
  test.each(changes)('%s', (_what, change) => {
    for (const link of links) {
      const meant = decodeLink(link);
      expect(meant).toMatchObject({ ok: true, warnings: [] });
      expect(decodeLink(change(link)), change(link)).toEqual(meant);
    }
  });

  test('the last sign of a link, where a text tool has taken it', () => {
    for (const link of [oldLink('_'), oldLink('-')])
      for (const end of ['', '&utm_source=x', ')', '.'])
        expect(decodeLink(address(link.slice(0, -1) + end))).toEqual(decodeLink(link));
  });

  test('two changes, one after the other', () => {
    const random = new Random(seed);
    for (let i = 0; i < 300; i++) {
      const [what, end] = changes[random.int(59)]!;
      const [then, around] = changes[59 + random.int(changes.length - 59)]!;
      if (
        /^(only|without|“|every|JSON|some|HTML|other|quoted)|guard|Markdown|safelinks|Google|chat/.test(then)
      )
        continue;
      const link = links[random.int(links.length)]!;
      const end1 = end(link).slice(address(link).length);
      expect(decodeLink(around(link) + end1), `${then}, ${what}`).toEqual(decodeLink(link));
    }
  });
});

describe('a link that is really damaged still gets its sentence', () => {
  const cut = first.slice(0, -6);
  test.each(changes)('%s', (_what, change) => {
    const decoded = decodeLink(change(cut));
    const said = decoded.ok ? decoded.warnings : [decoded.message];
    expect(said.length).toBeGreaterThan(0);
    for (const sentence of said) expect(sentence).toMatch(/^[A-Z].*\.$/s);
  });
  test('cut, with what a tracker put behind it', () => {
    const decoded = decodeLink(address(`${cut}&utm_source=chatgpt.com`));
    expect(decoded).toMatchObject({ ok: true });
    if (decoded.ok) expect(decoded.warnings.join()).toContain('run 3 could not be read');
  });
  test.each(['https://example.org/', '#utm_source=x&y=1', '&#35;', '%23', '<>', '\u200b'])(
    'no link: %s',
    (text) =>
      expect(decodeLink(text)).toEqual({
        ok: false,
        message: 'This is not a link of Attention Lab, or its beginning is missing.',
      }),
  );
});

test('a link that no single sign at its end helps ends as others do', () => {
  const experiment = defaultExperiment();
  const runs = [{ ...experiment.runs[0]!, id: 'run-1', name: 'Run 258003' }];
  const shared = { experiment: { ...experiment, runs }, view: defaultView, text: null, curves: null };
  const link = encodeLink(shared);
  expect(link).toMatch(/[A-Za-z0-9]$/);
  expect(decodeLink(link)).toMatchObject({
    ok: true,
    shared: { experiment: shared.experiment },
    warnings: [],
  });
});

test('no new link ends in a sign that text tools drop, of 2,000', () => {
  const random = new Random(seed);
  const ends = new Map<string, number>();
  for (let i = 0; i < 2000; i++) {
    const runs = Array.from({ length: 1 + random.int(4) }, (_, r) => ({
      id: `run-${r + 1}`,
      name: `Run ${random.int(1000)}`,
      layers: Array.from({ length: 1 + random.int(6) }, () =>
        drawnLayer(random, variantIds[random.int(variantIds.length)]!, 64),
      ),
    }));
    const experiment = { ...defaultExperiment(), seed: random.int(2 ** 32), runs };
    const view =
      random.int(2) === 0
        ? defaultView
        : { ...defaultView, probe: `sea ${random.int(1e6)}`, layer: random.int(6) };
    const shared = { experiment, view, text: null, curves: null };
    const link = encodeLink(shared);
    expect(link).toMatch(/[A-Za-z0-9]$/);
    if (i % 10 === 0) {
      const back = decodeLink(link);
      expect(back).toMatchObject({ ok: true, shared: { experiment }, warnings: [] });
      if (back.ok) expect(encodeLink(back.shared)).toBe(link);
    }
    ends.set(link.at(-1) as string, (ends.get(link.at(-1) as string) ?? 0) + 1);
  }
  // Every letter and digit is among them, so that nothing but those two is left out.
  expect(ends.size).toBe(62);
}, 60_000);

describe('an address whose "#" became "%23"', () => {
  const hash = first.slice(1);
  test.each([
    [`https://a.org/lab/%23${hash}`, `https://a.org/lab/#${hash}`],
    [`https://a.org/lab/%2523${hash}`, `https://a.org/lab/#${hash}`],
    [`https://a.org/lab/index.html%23${hash}`, `https://a.org/lab/index.html#${hash}`],
    [`https://a.org/lab/?embed%23${hash}`, `https://a.org/lab/?embed#${hash}`],
    [`https://a.org/lab/%23${hash}?utm_source=x`, `https://a.org/lab/#${hash}?utm_source=x`],
    [`https://a.org/%23${hash.replaceAll('.', '%2E')}`, `https://a.org/#${hash.replaceAll('.', '%2E')}`],
    ...[
      '%EF%BC%83',
      '&#35;',
      '&#x23;',
      '&num;',
      '%26%2335%3B',
      '&amp;%2335;',
      '%5C%23',
      '%20%23',
      '%23%23',
    ].map<[string, string]>((sign) => [`https://a.org/lab/${sign}${hash}`, `https://a.org/lab/#${hash}`]),
    ...['/', '!', '!/', '?', 'utm_source=1a&'].map<[string, string]>((route) => [
      `https://a.org/lab/%23${route}${hash}`,
      `https://a.org/lab/#${route}${hash}`,
    ]),
    [`https://a.org/lab/%23${hash}#_=_`, `https://a.org/lab/#${hash}#_=_`],
  ])('%s', (address, mended) => expect(mendedAddress(address)).toBe(mended));
  test('a long address that was made to take long does not', () => {
    for (const part of ['%23', '%2523', '%23a=a&', '%23?', '%26', '%EF%BC%83/', '%23123456abcdefghij']) {
      const began = performance.now();
      mendedAddress(`https://a.org/${part.repeat(99_000 / part.length)}`);
      expect(performance.now() - began).toBeLessThan(2000);
    }
  });
  test.each([
    `https://a.org/lab/?a=%23b#${hash}`,
    'https://a.org/lab/&#35;main',
    'https://a.org/lab/',
    `https://a.org/lab/#${hash}`,
    'https://a.org/lab/%23',
    'https://a.org/lab/%23main',
    'https://a.org/lab/100%231',
  ])('nothing to mend: %s', (address) => expect(mendedAddress(address)).toBeNull());
});

test('a link is told from a file also when it was changed', () => {
  for (const [what, change] of changes)
    if (!/hash alone|without its sign/.test(what)) expect(looksLikeLink(change(first)), what).toBe(true);
  for (const text of ['experiments/first-look.json', '1.json', './2runs/a.json', 'a%20b.json'])
    expect(looksLikeLink(text)).toBe(false);
});
