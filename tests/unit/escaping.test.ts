// Names that mean something in a format are shown as they are written in all that leaves the lab.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { citation } from '../../src/document/citation';
import { defaultExperiment } from '../../src/experiment/defaults';
import { curvesCsv, curvesJson } from '../../src/export/curves';
import { bibtexText, bibtexUrl } from '../../src/format/bibtex';
import { csvText } from '../../src/format/csv';
import { fileName } from '../../src/format/fileName';
import { latexText } from '../../src/format/latex';
import { markdownLine, markdownText } from '../../src/format/markdown';
import { markupText } from '../../src/format/markup';
import { visibleText } from '../../src/format/visible';
import { exportFolder } from '../../src/headless/exportFolders';
import { report, type SeedResult } from '../../src/headless/report';
import { toLatex } from '../../src/measure/evals/latex';
import { type ResultRow, toCsv, toMarkdown } from '../../src/measure/evals/table';
import { contextFigure } from '../../src/ui/figures/contextFigure';
import { gridFigure } from '../../src/ui/figures/gridFigure';
import { mapFigure } from '../../src/ui/figures/mapFigure';
import { standardColouring } from '../../src/ui/heatmap/mapPixels';
import { hostileNames } from '../support/hostileNames';
import { stack } from '../support/stack';
import { expectWellFormed } from '../support/wellFormed';

const estimate = (value: number) => ({ value, stderr: 0.5, n: 4 });
const rows: ResultRow[] = hostileNames.map((name, i) => ({
  id: `r${i}`,
  name,
  ranked: true,
  step: 7,
  outcomes: {
    perplexity: { metrics: { perplexity: estimate(10 + i) } },
    contextLength: {
      metrics: { contextGain: estimate(-0.5) },
      series: [{ x: 4, perplexity: estimate(12) }],
    },
  },
}));

/** Reads CSV by RFC 4180, and with any separator of a spreadsheet. */
function cellsOf(csv: string, separator = ','): string[][] {
  const lines: string[][] = [[]];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < csv.length; i++) {
    const sign = csv[i] as string;
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (csv[i + 1] === '"') cell += csv[++i];
      else quoted = false;
    } else if (sign === '"' && cell === '') quoted = true;
    else if (sign === separator || sign === '\n') {
      lines.at(-1)?.push(cell);
      cell = '';
      if (sign === '\n') lines.push([]);
    } else cell += sign;
  }
  lines.pop();
  return lines;
}

/** What a spreadsheet runs. */
const formula = /^\s*[=+\-@|＝＋－＠]/;

describe('CSV', () => {
  test('of results and of curves has a line a run, its numbers as numbers, and no formula', () => {
    const steps = { steps: [1], values: [0.25] };
    const empty = { steps: [], values: [] };
    const runs = hostileNames.map((name, i) => ({ id: `r${i}`, name, layers: stack('mlp') }));
    const curves = Object.fromEntries(
      runs.map(({ id }) => [id, { train: steps, validation: empty, accuracy: empty }]),
    );
    for (const csv of [toCsv(rows), curvesCsv(runs, curves)]) {
      const [head = [], ...body] = cellsOf(csv);
      expect(body).toHaveLength(hostileNames.length);
      for (const line of body) {
        expect(line).toHaveLength(head.length);
        expect(line[0]).not.toMatch(formula);
        for (const cell of line.slice(1)) expect(cell === '' ? 0 : Number(cell)).not.toBeNaN();
      }
      for (const separator of [';', '\t'])
        for (const [cell, ...more] of cellsOf(csv, separator))
          for (const part of [cell, ...more]) expect(part).not.toMatch(formula);
    }
    expect(toCsv(rows)).toContain(',-0.5,');
    expect(JSON.parse(curvesJson(runs, curves)).runs.map(({ name }: { name: string }) => name)).toEqual(
      hostileNames,
    );
  });

  test.each([
    ['All standard', 'All standard'],
    ['Hybrid 2', 'Hybrid 2'],
    ['12', '12'],
    ['a "b"', '"a ""b"""'],
    ['=1+1', "'=1+1"],
    ['-', "'-"],
    ['\t=1', '"\'\t=1"'],
    ['a\nb', '"a\nb"'],
    ['1e5', "'1e5"],
    ['12%', "'12%"],
    ['2026-03-04', "'2026-03-04"],
    ['MARCH 1', "'MARCH 1"],
    ['Jan 5, 2026', '"\'Jan 5, 2026"'],
    ...['4. März 2026', '5 mai', '5-Jan-26', '1. 5. 2026', '2026-03-04T10:00:00Z', '5 pm', '12:30 AM'].map(
      (text) => [text, `'${text}`],
    ),
    ...['1 1/2', '1 234', '１２３', '10:30:45.1', '1.5', '#N/A', '#REF!', 'WAHR', '−1', '﹦1'].map((text) => [
      text,
      `'${text}`,
    ]),
    // Words that begin as months do are words.
    ...['decoder', 'Marginal', 'separate 2', 'March', '3 layers', '2 heads', 'A1', 'v1.2'].map((text) => [
      text,
      text,
    ]),
    ['true', "'true"],
    ['\u202eabc', '⟨202E⟩abc'],
  ])('%j is written %j', (text, csv) => {
    expect(csvText(text)).toBe(csv);
  });
});

describe('Markdown', () => {
  /** A text as CommonMark shows it. */
  const shown = (markdown: string) =>
    markdown
      .replace(/\\([!-/:-@[-`{-~])/g, '$1')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&');
  /** Cells of a table's line: a pipe with a backslash of its own separates none. */
  const cells = (line: string) => line.match(/(?:\\.|[^\\|])+/g)?.map((cell) => cell.trim()) ?? [];
  /** What would be markup, were it not for a backslash before it. */
  const live = (markdown: string) => markdown.replace(/\\[!-/:-@[-`{-~]|&(lt|gt|amp);/g, '');

  test('of results has a row a run, its name as written and nothing in it live', () => {
    const [results = ''] = toMarkdown(rows).split('\n\n');
    const lines = results.split('\n').slice(2);
    expect(lines).toHaveLength(hostileNames.length);
    for (const [i, line] of lines.entries()) {
      const [name = '', ...numbers] = cells(line);
      expect(numbers).toHaveLength(3);
      expect(live(name)).not.toMatch(/[<>&`*_[\]|~#$!\\]|:\/\/|www\./);
      expect(shown(name)).toBe(visibleText(hostileNames[i] as string).trim());
    }
  });

  test('at the start of a line begins no list, heading or rule', () => {
    for (const name of hostileNames) expect(markdownLine(name)).not.toMatch(/^\s*([-+*#>=]|\d+[.)])/);
    expect(markdownLine('1. a')).toBe('1\\. a');
    expect(markdownLine('    a  ')).toBe('&#32;   a &#32;');
    expect(markdownText('1. a - b')).toBe('1. a - b');
  });

  test('of an experiment on the command line has no heading, table or HTML but its own', () => {
    const named = (name: string): SeedResult => ({
      experiment: { ...defaultExperiment(), runs: [{ id: 'a', name, layers: stack('mlp') }] },
      engine: { name: 'webgpu', adapter: `<b>${name}`, software: true, reason: '', advice: null },
      info: { vocab: 81, parameters: { a: 1 }, uniformLoss: 4, chance: 0.5, bytesPerToken: 1 },
      trainSeconds: 1,
      runs: { a: { losses: [], validation: [], failed: `${name} broke` } },
      evaluations: {},
      indicators: { probe: 'a', layers: { a: [] } },
    });
    const shape = (text: string) =>
      text
        .split('\n')
        .map((line) => line.match(/^(### |- | {4}|\| |$)/)?.[1] ?? 'text')
        .join();
    const of = (name: string) => {
      const text = report([named(name)], { command: `x ${name}`, title: name, where: name });
      // The command is code.
      return text.replace(/^ {4}.*$/m, '    x');
    };
    for (const name of hostileNames) {
      expect(shape(of(name))).toBe(shape(of('plain')));
      expect(live(of(name))).not.toContain('<');
    }
  });
});

test('figures are well-formed whatever runs, tokens and texts are called', () => {
  const link = 'https://lab.example/#1';
  const lines = rows.map(({ id, name }, style) => ({
    id,
    name,
    style,
    points: [
      { x: 4, perplexity: estimate(12) },
      { x: 8, perplexity: estimate(10) },
    ],
  }));
  const colouring = standardColouring;
  const drawn = (name: string) => ({ name, picture: 'data:image/png;base64,AA', colouring, bars: null });
  const mapCalled = (name: string, tokens: readonly string[]) =>
    mapFigure({
      ...{ name: 'x', title: name, subtitle: name, link },
      ...{ queries: tokens, keys: tokens, maps: [drawn(name), drawn(name)] },
    }).svg;
  expectWellFormed(mapCalled('x', hostileNames));
  for (const name of hostileNames) {
    const sheet = { name: 'x', title: name, subtitle: name, link };
    expectWellFormed(mapCalled(name, [name]));
    expectWellFormed(
      gridFigure({ ...sheet, columns: [], colouring, layers: [{ title: name, name, pictures: null }] }).svg,
    );
    expectWellFormed(contextFigure(lines, [4, 8], { data: name, link })?.svg ?? '');
  }
});

test('the snippet’s attribute ends where it should', () => {
  for (const name of hostileNames) expect(markupText(name)).not.toMatch(/["<>]|&(?!amp;|lt;|gt;|quot;)/);
});

describe('names of files', () => {
  test.each([
    ['All standard', 'all-standard'],
    ['../..\\x:*?', 'x'],
    ['Überlänge 2', 'uberlange-2'],
    ['🐋', 'run'],
    ['..', 'run'],
    ['CON', 'con-run'],
    ['com¹', 'com1-run'],
    ['a. ', 'a'],
    ['\u3164', 'run'],
    ['a\u202eb\u200bc', 'abc'],
    ['हिन्दी', 'हिन्दी'],
    ['한국어', '한국어'],
    ['İ', 'i'],
  ])('%j is %s', (name, file) => {
    expect(fileName(name).normalize('NFC')).toBe(file.normalize('NFC'));
  });

  test('none leads out of its folder, is longer than systems take, or is one of another run', () => {
    const experiment = {
      ...defaultExperiment(),
      runs: hostileNames.map((name, i) => ({ id: `r${i}`, name, layers: stack('mlp') })),
    };
    const folders = experiment.runs.map(({ id }) => exportFolder(experiment, id, 1));
    expect(new Set(folders).size).toBe(folders.length);
    for (const file of [...folders, ...hostileNames.map((name) => fileName(name))]) {
      expect(file).toMatch(/^[\p{L}\p{N}][\p{L}\p{M}\p{N}-]*$/u);
      expect(file).not.toMatch(/-$|^(con|nul)$/);
      expect(new TextEncoder().encode(file).length).toBeLessThan(130);
    }
  });
});

describe('BibTeX', () => {
  test('fields end where they should', () => {
    for (const name of hostileNames)
      for (const field of [bibtexText(name), bibtexUrl(`https://e.example/${name}`)]) {
        let depth = 0;
        for (const [i, sign] of [...field].entries()) {
          if (sign === '{') depth++;
          if (sign === '}') depth--;
          if (i < [...field].length - 1) expect(depth).toBeGreaterThan(0);
        }
        expect(depth).toBe(0);
      }
    expect(citation(defaultExperiment(), 'https://e.example/#a', '1').bibtex).toContain('note = {');
  });
});

describe('LaTeX', () => {
  test.each([
    ['A--B', 'A-{}-B'],
    ['–-', '--{}-'],
    ['[1]', '{[}1{]}'],
    ['a  b', 'a \\ b'],
    ['é', "\\'{e}"],
    ['e\u0301', "\\'{e}"],
    ['中', '\\labcharacter{中}{4E2D}'],
    ['a\nb', 'a$\\langle$000A$\\rangle$b'],
  ])('%j is written %j', (text, latex) => {
    expect(latexText(text)).toBe(latex);
  });

  const missing = ['pdflatex', 'pdftotext'].filter((tool) => spawnSync(tool, ['-v']).error);
  test.skipIf(missing.includes('pdflatex'))(
    'compiles with pdfLaTeX, and shows names as they are written (skipped without pdflatex; without pdftotext what it shows is not read)',
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'attention-lab-latex-'));
      try {
        const prints = hostileNames.map((name) => `\\noindent ${latexText(name)}\n\n`).join('');
        const booktabs = '\\IfFileExists{booktabs.sty}{\\usepackage{booktabs}}{}';
        const rules =
          '\\providecommand\\toprule{\\hline}\\providecommand\\midrule{\\hline}\\providecommand\\bottomrule{\\hline}';
        writeFileSync(
          join(folder, 'a.tex'),
          `\\documentclass{article}\n${booktabs}\n${rules}\n\\begin{document}\n\\scriptsize\n` +
            `${toLatex(rows)}\n\\newpage\n${prints}\\end{document}\n`,
        );
        const made = spawnSync('pdflatex', ['-interaction=nonstopmode', '-halt-on-error', 'a.tex'], {
          cwd: folder,
          encoding: 'utf8',
        });
        expect(made.stdout).not.toMatch(/^!/m);
        expect(made.status).toBe(0);
        // LaTeX's way to say that a font lacks a sign that it was asked for.
        expect(made.stdout).not.toContain('Missing character');
        if (missing.includes('pdftotext')) return;
        const text = execFileSync('pdftotext', ['-layout', 'a.pdf', '-'], { cwd: folder, encoding: 'utf8' });
        for (const name of [
          '[1] Standard',
          'A < B & C > D',
          '=HYPERLINK("http://e.example","x")',
          '\\\\[1cm]',
        ])
          expect(text.replace(/\s+/g, '')).toContain(name.replaceAll(' ', ''));
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
    60_000,
  );
});
