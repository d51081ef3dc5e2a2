// One document in its three stored forms: today's come back whole, those of earlier versions are brought up to date.

import * as tf from '@tensorflow/tfjs';
import { unzipSync } from 'fflate';
import { beforeAll, beforeEach, describe, expect, it, test, vi } from 'vitest';
import { createApp } from '../../src/app/app';
import { restoreDocument, snapshotDocument } from '../../src/app/document/documentSnapshot';
import { readBundle, writeBundle } from '../../src/document/file/bundle';
import { decodeLink, encodeLink } from '../../src/document/link/link';
import { documentVersion, migrated, migrations } from '../../src/document/migrations';
import { fromRecords, type Saved, toRecords } from '../../src/document/records';
import {
  defaultView,
  fittedView,
  type View,
  viewEntries,
  viewFields,
  viewOf,
  viewSchema,
} from '../../src/document/view';
import { defaultExperiment } from '../../src/experiment/defaults';
import { captureBytes, encodeCapture } from '../../src/measure/capture';
import { indicators } from '../../src/measure/indicators';
import { scoreSummary } from '../../src/measure/scores';
import { noResults } from '../../src/runtime/runReducer';
import { alone } from '../support/alone';
import { database2, file1, file2, saved2 } from '../support/documents';
import { inProcess } from '../support/inProcess';

const { connectWorker } = inProcess();
const app = createApp({ connectWorker });
const { session } = app;
const experimentStore = app.document.experiment;
const runsStore = app.session.runs;
const viewStore = app.document.view;

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** The recorded view, with nothing of its time at its default. */
const recorded = {
  runId: 'b',
  layer: 2,
  head: 1,
  probe: 'the sea',
  taskSample: 4,
  logSteps: true,
  unit: 'perplexity',
  smoothing: 0.8,
  hiddenRuns: ['a'],
} satisfies Partial<View>;
const otherView: View = { ...defaultView, ...recorded };

const opened = (saved: Saved) => {
  const read = fromRecords(saved);
  if (!read.ok) throw new Error(read.message);
  return read.document;
};

describe('what the lab stored before documents had a version', () => {
  it('in IndexedDB, is all there', () => {
    const saved = saved2();
    const { view, results, experiment, ownText, checkpoints, backend } = opened(saved);
    expect(view).toEqual(otherView);
    expect(experiment.runs.map(({ layers }) => layers.map((layer) => layer.variant))).toEqual([
      ['standard'],
      ['mlp', 'rndEmbQK', 'fixedSeqQK'],
      ['approximate'],
    ]);
    const { curves, look, ...others } = results;
    const { curves: oldCurves, look: oldLook, ...oldOthers } = saved.contents.results;
    expect(curves).toEqual(oldCurves);
    // Which characters the vocabulary lacked was not told then.
    expect(look).toEqual({ ...oldLook, unknown: [] });
    // Nor how sure a validation was.
    expect(others).toEqual({ ...oldOthers, heldOut: {} });
    expect(look?.layers[1]?.map).toBeInstanceOf(Float32Array);
    expect(ownText).toBe(saved.ownText);
    expect(checkpoints).toBe(saved.checkpoints);
    expect(backend).toEqual({ name: 'cpu', adapter: 'test' });
  });

  it('as a file, is the same experiment', () => {
    const fromFile = readBundle(file1(), 'file-1.zip').document;
    const { results, checkpoints, ...rest } = opened(saved2());
    expect(fromFile).toEqual({
      ...rest,
      checkpoints: expect.anything(),
      results: { ...results, state: null, message: null, progress: null, look: null },
      backend: null,
    });
    // A file has no inputs of reference streams where no layer reads them.
    for (const [id, { randomEmbedding: _r, fixedSequence: _f, ...kept }] of Object.entries(checkpoints))
      expect(fromFile.checkpoints[id]).toMatchObject(kept);
    expect(Object.keys(fromFile.checkpoints)).toEqual(Object.keys(checkpoints));
    // Written again it is of today, and says the same.
    const again = writeBundle(alone(fromFile));
    expect(readBundle(again, 'again.zip').document).toEqual(fromFile);
    const manifest = JSON.parse(new TextDecoder().decode(unzipSync(again)['experiment.json']));
    expect(manifest.version).toBe(documentVersion);
  });

  it('as a file of version 2, is the same experiment too, and has no captures', () => {
    const document = readBundle(file2(), 'file-2.zip').document;
    expect(document).toEqual(readBundle(file1(), 'file-1.zip').document);
    expect(document.captures).toEqual({});
  });

  it.each([
    ['IndexedDB', () => opened(saved2())],
    ['a file', () => readBundle(file1(), 'file-1.zip').document],
  ])(
    'from %s goes on to the losses of an unbroken training',
    async (_where, read) => {
      await session.files.openBundle(alone(read()));
      expect(runsStore.getState().progress?.step).toBe(3);
      await session.train();
      await vi.waitFor(() => expect(runsStore.getState().state).toBe('finished'), { timeout: 20_000 });
      for (const [id, losses] of Object.entries(database2().lossesAtTheEnd)) {
        const now = Array.from(runsStore.getState().curves[id]?.train.values ?? []);
        expect(now).toHaveLength(losses.length);
        now.forEach((loss, i) => {
          expect(loss).toBeCloseTo(losses[i] as number, 5);
        });
      }
      expect(Array.from(runsStore.getState().curves.c?.train.steps ?? [])).toEqual([1, 2, 3]);
      await session.reset();
    },
    60_000,
  );
});

describe('migrations', () => {
  it('there is one for each version before today’s', () => {
    expect(migrations).toHaveLength(documentVersion - 1);
  });

  it.each([
    ['null', null, /not an experiment of the lab/],
    ['a list', [], /not an experiment of the lab/],
    ['version 0', { version: 0 }, /not an experiment of the lab/],
    ['a later version', { version: documentVersion + 1 }, /saved by a later version of the lab/],
  ])('refuse %s', (_what, value, sentence) => {
    expect(() => migrated(value)).toThrow(sentence);
  });

  it('leave a document of today as it is', () => {
    const document = { version: documentVersion, view: { chart: 1 }, runs: [] };
    expect(migrated(document)).toEqual(document);
  });

  it('from 1: what is missing of a view is at its default, what is none is left to the schema', () => {
    expect(migrated({ view: { layer: 3, chart: { smoothing: 0 } } }).view).toEqual({
      layer: 3,
      smoothing: 0,
    });
    expect(viewSchema.parse({ layer: 3, smoothing: 0 })).toEqual({ ...defaultView, layer: 3, smoothing: 0 });
    expect(migrated({ view: 7 }).view).toBe(7);
  });

  it('from 2: there were no captures; from 3: there were no sweeps', () => {
    const today = { version: documentVersion, view: {}, captures: {}, sweeps: [] };
    expect(migrated({ version: 2, view: {} })).toEqual(today);
    expect(migrated({ version: 3, view: {}, captures: {} })).toEqual(today);
  });

  it('a saved experiment that cannot be read is refused with a sentence', () => {
    const saved = saved2();
    const damaged = { ...saved, contents: { ...saved.contents, view: { ...otherView, layer: -1 } } };
    expect(fromRecords(damaged)).toEqual({
      ok: false,
      message: expect.stringMatching(
        /^The saved experiment “Whale” cannot be read\. Its contents.*view\.layer/,
      ),
    });
  });
});

it('captures come back from a file and from IndexedDB, and are on the page', () => {
  const { heads, context } = opened(saved2()).experiment.model;
  const T = Math.min(3, context);
  const map = Float32Array.from({ length: heads * T * T }, (_, n) =>
    n % T <= Math.floor(n / T) % T ? 1 / (n + 1) : 0,
  );
  const layer = { map, indicators: indicators(map, heads, T), scores: scoreSummary(map, heads, T) };
  const tokens = Array.from({ length: T }, (_, i) => `t${i}`);
  const probe = { tokens, heads, cut: false, unknown: ['ß'], layers: [layer] };
  const captures = { a: [0, 1, 2].map((step) => encodeCapture(probe, step, 'the sea')!) };
  const document = { ...opened(saved2()), captures };
  expect(readBundle(writeBundle(alone(document)), 'x.zip').document.captures).toEqual(captures);
  const records = toRecords(document, { id: 'w', name: 'Whale', createdAt: 1 });
  expect(records.captures).toBe(captures);
  expect(records.contents).not.toHaveProperty('captures');
  const bare = toRecords({ ...document, captures: {} }, { id: 'w', name: 'Whale', createdAt: 1 });
  expect(records.entry.bytes).toBeGreaterThan(bare.entry.bytes + 3 * captureBytes(captures.a[0]!) - 500);
  expect(opened(structuredClone(records)).captures).toEqual(captures);
  restoreDocument(app.document, app.session.runs, document);
  expect(snapshotDocument(app.document, runsStore.getState()).captures).toEqual(captures);
  runsStore.setState(noResults);
});

describe('the registry of the view', () => {
  it('gives each field a link code of its own, and each a default that its schema takes', () => {
    const codes = viewEntries.flatMap(([, { link }]) =>
      link === null || link === 'text' ? [] : 'codes' in link ? link.codes : [link.code],
    );
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes) expect(Number.isInteger(code) && code > 0).toBe(true);
    expect(viewEntries.filter(([, { link }]) => link === 'text')).toHaveLength(1);
    for (const [, { schema, default: value }] of viewEntries) expect(schema.parse(value)).toEqual(value);
    // What a link of format 1 says nothing of, for ever.
    expect(defaultView).toMatchObject({
      runId: null,
      layer: 0,
      head: 0,
      probe: 'the white whale swam before the ship',
      taskSample: 0,
      logSteps: false,
      unit: 'loss',
      smoothing: 0.6,
      hiddenRuns: [],
      pinnedRun: null,
      against: false,
      xAxis: 'step',
      logValues: false,
      againstOpened: false,
    });
  });

  const base = opened(saved2());
  const fields = Object.keys(viewFields) as (keyof View)[];
  /** Another value of a field than its default. */
  function changed(id: keyof View): View {
    // Fields that came after the recorded view.
    const known: Partial<View> = {
      ...recorded,
      pinnedRun: 'c',
      moment: 2,
      xAxis: 'tokens',
      railTab: 'data',
      dockTab: 'text',
      mapKind: 'mean',
      seedDrawing: 'range',
      mapScale: 'row',
      mapLow: 0.125,
      mapHigh: 0.5,
      mapBeside: 'truth',
      besideRun: 'c',
      besideLayer: 1,
      besideHead: 1,
      besideMoment: 2,
      mapsOf: 'runs',
      arcs: 'mean',
      partsOff: [
        [0, null],
        [0, 1],
        [1, 0],
      ],
      principlesOff: ['mixing', 'sequence'],
      mapScore: 'induction',
      mapLeast: 0.25,
      mapPrinciple: 'form',
      mapLayer: 1,
      mapSwitched: 'off',
      sweepLooks: { s: { pinned: 'standard/1', hidden: ['mlp/1'], grouped: true } },
    };
    const value = known[id] ?? !viewFields[id].default;
    expect(value, `${id} at a value of its own`).not.toEqual(defaultView[id]);
    return { ...defaultView, [id]: value };
  }

  test.each(fields)('%s comes back from a link, a file and IndexedDB, and is on the page', (id) => {
    const view = fittedView(changed(id), base.experiment);
    const document = { ...base, view };
    expect(readBundle(writeBundle(alone(document)), 'x.zip').document.view).toEqual(view);
    const named = { id: 'w', name: 'Whale', createdAt: 1 };
    expect(opened(structuredClone(toRecords(document, named))).view).toEqual(view);
    const link = encodeLink({ experiment: base.experiment, view, text: null, curves: null });
    const decoded = decodeLink(link);
    const linkIds: Record<string, string> = { a: 'run-1', b: 'run-2', c: 'run-3' };
    expect(decoded.ok && decoded.warnings).toEqual([]);
    expect(decoded.ok && decoded.shared.view).toEqual({
      ...view,
      // Its sweep has another id there, and no results.
      sweepLooks: {},
      runId: view.runId && linkIds[view.runId],
      hiddenRuns: view.hiddenRuns.map((run) => linkIds[run]),
      pinnedRun: view.pinnedRun && linkIds[view.pinnedRun],
      besideRun: view.besideRun && linkIds[view.besideRun],
    });
    restoreDocument(app.document, app.session.runs, document);
    expect(snapshotDocument(app.document, runsStore.getState()).view).toEqual(view);
  });

  beforeEach(() => {
    viewStore.getState().set(defaultView);
    experimentStore.getState().apply(defaultExperiment, null);
  });

  it('fits an experiment: no run, layer or head that is not there', () => {
    const view = {
      ...otherView,
      runId: 'gone',
      layer: 9,
      head: 9,
      hiddenRuns: ['gone', 'relaxed'],
      pinnedRun: 'gone',
    };
    expect(fittedView({ ...view, moment: 601 }, defaultExperiment())).toEqual({
      ...otherView,
      moment: 600,
      runId: null,
      layer: 3,
      head: 3,
      hiddenRuns: ['relaxed'],
    });
  });

  it('is taken out of what holds more', () => {
    expect(viewOf(viewStore.getState())).toEqual(defaultView);
  });

  it('cuts a text that is longer than any context shows', () => {
    expect(viewSchema.parse({ probe: 'x'.repeat(30_000) }).probe).toHaveLength(20_000);
  });
});
