// The page's session with the worker's real Lab behind it; only the thread between them
// is left out, so that each race can be run in a known order.

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createApp } from '../../src/app/app';
import { snapshotDocument } from '../../src/app/document/documentSnapshot';
import { shownSample } from '../../src/data/tasks';
import { engineVersion } from '../../src/engine/engine';
import { defaultExperiment } from '../../src/experiment/defaults';
import { chooseTask, renameRun, setModel, setSettings, setVariant } from '../../src/experiment/edit';
import type { Experiment } from '../../src/experiment/schema';
import { type ReadPrompt, type WrittenToken, weightUnit } from '../../src/runtime/protocol';
import { alone } from '../support/alone';
import { liveModels } from '../support/engine';
import { type InProcessWorker, inProcess, loomings } from '../support/inProcess';
import { stack } from '../support/stack';

/** Holds the device's start, and with it every load, until it is opened. */
let gate: Promise<void> = Promise.resolve();

const { connectWorker, workers } = inProcess({ gate: () => gate });
const app = createApp({ connectWorker });
const { session } = app;
const experimentStore = app.document.experiment;
const runsStore = app.session.runs;
const viewStore = app.document.view;

const experiment: Experiment = {
  ...defaultExperiment(),
  batch: 2,
  steps: 3,
  evalWindows: 2,
  model: { ...defaultExperiment().model, dModel: 8, heads: 2, kvHeads: 2, ffn: 8, context: 8 },
  runs: [
    { id: 'a', name: 'A', layers: stack('standard') },
    { id: 'b', name: 'B', layers: stack('mlp') },
  ],
};

const { update } = experimentStore.getState();
const state = () => runsStore.getState().state;
const reached = (wanted: string) =>
  vi.waitFor(() => expect(state()).toBe(wanted), { timeout: 10_000, interval: 5 });
const points = (id: string) => Array.from(runsStore.getState().curves[id]?.train.steps ?? []);
const worker = () => workers.at(-1) as InProcessWorker;

function holdLoads(): () => void {
  let open = () => {};
  gate = new Promise((resolve) => {
    open = resolve;
  });
  return open;
}

beforeEach(async () => {
  update(() => experiment);
  await session.reset();
});
afterEach(async () => {
  gate = Promise.resolve();
  await session.reset();
});

it('keeps what took the last step, and says where an experiment goes on with another', async () => {
  const notice = () =>
    app.notices.state
      .getState()
      .find(({ id }) => id === 'device')
      ?.text();
  const kept = () => snapshotDocument(app.document, runsStore.getState());
  const elsewhere = { name: 'processor', adapter: 'elsewhere', engineVersion } as const;
  expect(kept().backend).toBeNull();
  await session.step();
  expect(kept().backend).toEqual({ name: 'processor', adapter: 'test', engineVersion });
  const opened = { ...kept(), backend: elsewhere };
  await session.files.openBundle(alone(opened));
  expect(notice()).toContain('the processor (elsewhere). It goes on with the processor (test)');
  // To look at it is not to train it.
  expect(kept().backend).toEqual(elsewhere);
  const file = new Blob([await session.files.saveBundle('Test')]);
  expect((await session.files.readBundle(file, 'a.zip')).document.backend).toEqual(elsewhere);
  await session.step();
  expect(kept().backend).toMatchObject({ adapter: 'test' });
  app.notices.close('device');
  await session.files.openBundle(alone({ ...kept(), backend: null }));
  expect(notice()).toBeUndefined();
});

it('trains every run to the end', async () => {
  await session.train();
  await reached('finished');
  expect(points('a')).toEqual([1, 2, 3]);
  expect(points('b')).toEqual([1, 2, 3]);
});

it('forgets an experiment that was reset while it was loading', async () => {
  worker().crash('a new worker, whose device has not started');
  const open = holdLoads();
  const train = session.train();
  await session.reset();
  open();
  await train;
  expect(state()).toBe('empty');
  expect(runsStore.getState().message).toBeNull();
  await expect(worker().lab.training.train()).rejects.toThrow('No experiment is loaded');
});

it('trains the last of the edits made while it was loading, and frees what it overtook', async () => {
  worker().crash('a new worker, whose device has not started');
  const open = holdLoads();
  const before = liveModels();
  const train = session.train();
  update(setVariant('a', 0, 'mlp'));
  update(setSettings({ steps: 2 }));
  open();
  await train;
  await reached('finished');
  expect(points('a')).toEqual([1, 2]);
  await session.reset();
  // The table of rotary angles may stay; a model would be dozens.
  expect(liveModels()).toBe(before);
});

it('goes on through a new name', async () => {
  await session.step();
  update(renameRun('a', 'Baseline'));
  expect(points('a')).toEqual([1]);
  await session.step();
  expect(points('a')).toEqual([1, 2]);
});

it('trains where Train is pressed during a step', async () => {
  const step = session.step();
  await session.train();
  await step;
  await reached('finished');
  expect(points('a')).toEqual([1, 2, 3]);
});

it('says why a load failed, to the one who asked and in the run bar, and tries again', async () => {
  const refused = experimentStore.getState().apply((e) => ({ ...e, corpus: 'ownText' }));
  expect(refused).toBeNull();
  await expect(session.evaluation.run(['perplexity'], () => {})).rejects.toThrow(/your own text/);
  expect(state()).toBe('failed');
  expect(runsStore.getState().message).toMatch(/your own text/);
  expect(await session.text.takeOwn(new Blob(['the sea is wide '.repeat(9)]), 'sea.txt')).toBeNull();
  await session.train();
  await reached('finished');
});

it('refuses a text too short for the context and keeps the one there was', async () => {
  await session.text.takeOwn(new Blob(['the sea is wide '.repeat(9)]), 'sea.txt');
  const { ownText } = experimentStore.getState();
  expect(await session.text.takeOwn(new Blob(['sea']), 'short.txt')).toMatch(
    /^short\.txt is too short: it has 3/,
  );
  expect(experimentStore.getState().ownText).toBe(ownText);
  await vi.waitFor(() => expect(runsStore.getState().textFacts?.characters).toBe(ownText?.text.length));
});

it('splits a text into the tokens chosen, and says how many bytes of held-out text each stands for', async () => {
  await session.step();
  expect(runsStore.getState().info?.bytesPerToken).toBe(1);
  update(setSettings({ tokenizer: 'bpe', vocabSize: 400 }));
  const { pieces, unknown } = await session.text.tokenize('So Call me Ça');
  expect(unknown).toEqual([]);
  expect(pieces.map(({ label }) => label)).toEqual(['S', 'o', '␣Call', '␣me', '␣', '⟨C3⟩', '⟨87⟩', 'a']);
  expect(pieces.map(({ bytes }) => bytes)).toEqual([1, 1, 5, 3, 1, 1, 1, 1]);
  await session.step();
  expect(runsStore.getState().info?.bytesPerToken).toBeGreaterThan(3);
  await vi.waitFor(() =>
    expect(runsStore.getState().textFacts?.vocab).toBe(runsStore.getState().info?.vocab),
  );
  expect(runsStore.getState().textFacts?.longest[0]?.label).toBe('␣Loomings');
});

it('drops an evaluation of what has been changed since', async () => {
  await session.step();
  const evaluation = session.evaluation.run(['perplexity'], () => {});
  update(setModel({ ffn: 16 }));
  expect(await evaluation).toBeUndefined();
  expect(runsStore.getState().evaluations).toEqual({});
});

it('evaluates runs and baselines at the step it says, with its progress, and leaves no tensor behind', async () => {
  await session.step();
  const before = liveModels();
  const seen: { done: number; total: number }[] = [];
  expect(await session.evaluation.run(['perplexity', 'skip'], (progress) => seen.push(progress))).toBe(
    'done',
  );
  expect(liveModels()).toBe(before);
  const counts = seen.map(({ done }) => done);
  expect(counts[0]).toBe(1);
  expect(counts).toEqual([...new Set(counts)].sort((a, b) => a - b));
  expect(seen.at(-1)?.done).toBe(seen.at(-1)?.total);
  const { a, b, ...others } = runsStore.getState().evaluations;
  expect(Object.keys(others)).toEqual(['baseline:unigram', 'baseline:bigram']);
  expect([a?.step, b?.step, others['baseline:bigram']?.step]).toEqual([1, 1, null]);
  expect(a?.outcomes.skip).toEqual({ unavailable: 'no layer to leave out' });
  const value = (id: 'perplexity' | 'skip') => {
    const outcome = b?.outcomes[id];
    return outcome && 'metrics' in outcome ? outcome.metrics[id]?.value : undefined;
  };
  expect(value('perplexity')).toBeGreaterThan(1);
  expect(value('skip')).toBeGreaterThan(1);
  expect(value('skip')).not.toBe(value('perplexity'));
});

it('judges the weights of the step it says, although training goes on', async () => {
  update(setSettings({ steps: 100_000 }));
  await session.train();
  await vi.waitFor(() => expect(points('a').length).toBeGreaterThan(2));
  expect(await session.evaluation.run(['perplexity'], () => {})).toBe('done');
  const { step } = runsStore.getState().evaluations.a as { step: number };
  // It went on; where the evaluation was quicker than a step, it does now.
  await vi.waitFor(() => expect(points('a').length).toBeGreaterThan(step));
  await session.pause();
  await reached('paused');
  const during = runsStore.getState().evaluations.a;
  await session.reset();
  update(setSettings({ steps: 100_001 }));
  for (let i = 0; i < step; i++) await session.step();
  await session.evaluation.run(['perplexity'], () => {});
  expect(runsStore.getState().evaluations.a?.step).toBe(step);
  expect(runsStore.getState().evaluations.a).toEqual(during);
});

it('stops an evaluation when told, also one that waits for the models, and frees its copy', async () => {
  const waiting = session.evaluation.run(['perplexity'], () => {});
  await session.evaluation.cancel();
  expect(await waiting).toBe('stopped');
  expect(runsStore.getState().evaluations).toEqual({});
  await session.step();
  const before = liveModels();
  const seen: number[] = [];
  const evaluation = session.evaluation.run(['perplexity', 'contextLength', 'choice'], ({ done }) => {
    seen.push(done);
    void session.evaluation.cancel();
  });
  expect(await evaluation).toBe('stopped');
  expect(seen).toEqual([1]);
  expect(liveModels()).toBe(before);
});

it('evaluates while it trains where that is wanted, and once more at the end', async () => {
  const evaluatedAt = () => runsStore.getState().evaluations.a?.step ?? 0;
  session.evaluation.choose({ chosen: ['perplexity'], every: 2 });
  update(setSettings({ steps: 100_000 }));
  await session.train();
  const later = (check: () => void) => vi.waitFor(check, { timeout: 20_000, interval: 5 });
  await later(() => expect(evaluatedAt()).toBeGreaterThan(1));
  const first = evaluatedAt();
  expect(state()).toBe('training');
  await later(() => expect(evaluatedAt()).toBeGreaterThan(first));
  await session.reset();
  update(setSettings({ steps: 3 }));
  await session.train();
  await later(() => expect(evaluatedAt()).toBe(3));
  session.evaluation.choose({ every: 0 });
}, 60_000);

it('answers every question when the worker crashes, says so, and trains in a new one', async () => {
  update(setSettings({ steps: 100_000 }));
  await session.train();
  const evaluation = session.generation.run(
    { runIds: ['a'], prompt: 'Call', maxTokens: 1e6, temperature: 1, topK: 0, topP: 1, stop: '', seed: 1 },
    () => {},
  );
  const old = worker();
  old.crash('The training worker stopped.');
  await expect(evaluation).rejects.toThrow('The training worker stopped.');
  expect(old.terminated).toBe(true);
  expect(runsStore.getState()).toMatchObject({
    state: 'failed',
    message: expect.stringMatching(/^The training worker stopped\. (Press Train|The runs are kept)/),
  });
  // What a real crash would do: nothing more is heard of the old one.
  await old.lab.training.unload();
  update(setSettings({ steps: 2 }));
  await session.train();
  await reached('finished');
  expect(worker()).not.toBe(old);
  expect(points('a')).toEqual([1, 2]);
});

it('ends what it writes when told, also while it waits for the models', async () => {
  const request = {
    runIds: ['a'],
    prompt: 'Call',
    maxTokens: 1e6,
    temperature: 1,
    topK: 0,
    topP: 1,
    stop: '',
    seed: 1,
  };
  let written = '';
  const onToken = ({ text }: WrittenToken) => {
    written += text;
  };
  const waiting = session.generation.run(request, onToken);
  await session.generation.cancel();
  await waiting;
  expect(written).toBe('');
  const writing = session.generation.run(request, onToken);
  await vi.waitFor(() => expect(written.length).toBeGreaterThan(2));
  await session.generation.cancel();
  await writing;
  expect(written.length).toBeLessThan(1e6);
});

it('says what it read of a prompt and of a probe, and which characters the vocabulary lacks', async () => {
  const request = {
    runIds: ['a'],
    prompt: 'ΖΕΒΡΑ 𐐀',
    maxTokens: 1,
    temperature: 1,
    topK: 0,
    topP: 1,
    stop: '',
    seed: 1,
  };
  const reads: ReadPrompt[] = [];
  const read = (prompt: string) =>
    session.generation.run(
      { ...request, prompt },
      () => {},
      (found) => reads.push(found),
    );
  await read('Call');
  await read('ΖΕΒ 𐐀');
  await read('Call me Ishmael');
  expect(reads).toEqual([
    { text: 'Call', tokens: [...'Call'], unknown: [], cut: false },
    { text: '��� �', tokens: [...'���␣�'], unknown: ['Ζ', 'Ε', 'Β', '𐐀'], cut: false },
    { text: ' Ishmael', tokens: [...'␣Ishmael'], unknown: [], cut: true },
  ]);
  viewStore.getState().set({ probe: 'aΖ𐐀' });
  await vi.waitFor(() => expect(runsStore.getState().attentionProbe?.unknown).toEqual(['Ζ', '𐐀']));
  expect((await session.text.tokenize('aΖ')).unknown).toEqual(['Ζ']);
});

it('gives as much of the text that is held out as the context has room for', async () => {
  const heldOut = await session.text.heldOut();
  const { context } = experimentStore.getState().experiment.model;
  expect((await session.text.tokenize(heldOut)).pieces).toHaveLength(context);
  expect(loomings).toContain(heldOut);
  update(setModel({ context: 1024 }));
  await expect(session.text.heldOut()).rejects.toThrow(
    /^The text has \d+ tokens, but a context of 1,024 needs/,
  );
});

it('tells what a run looks at as it writes: what its map has of the text so far', async () => {
  const prompt = 'Call me';
  viewStore.getState().set({ probe: prompt, runId: 'a' });
  const written: WrittenToken[] = [];
  const sampling = { temperature: 1, topK: 0, topP: 1, stop: '', seed: 1 };
  const request = { ...sampling, runIds: ['a', 'b'], prompt, maxTokens: 2 };
  await session.generation.run({ ...request, tellingRun: 'a' }, (token) => written.push(token));
  await vi.waitFor(() => expect(runsStore.getState().attentionProbe?.tokens).toHaveLength(7));
  const { layers, heads } = runsStore.getState().attentionProbe!;
  const [first, second] = written.filter(({ runId }) => runId === 'a');
  expect(written.find(({ runId }) => runId === 'b')).not.toHaveProperty('lookedAt');
  for (const [l, { map }] of layers.entries()) {
    const told = first?.lookedAt?.[l];
    // One token more is looked at to write the next.
    expect(second?.lookedAt?.[l]?.length).toBe(map ? 8 * heads : undefined);
    if (!map) {
      expect(told).toBeNull();
      continue;
    }
    for (let h = 0; h < heads; h++)
      for (let key = 0; key < 7; key++) {
        const weight = map[(h * 7 + 6) * 7 + key] as number;
        expect((told?.[7 * h + key] as number) * weightUnit).toBeCloseTo(weight, 4);
      }
  }
});

it('trains on a task in place of a text, and looks at one sample of it after another', async () => {
  // Own text that is not there is no matter while a task is learned.
  update((e) => ({ ...chooseTask('lookBack')(e), corpus: 'ownText', evalInterval: 2 }));
  await session.train();
  await reached('finished');
  const { accuracy, validation } = runsStore.getState().curves.a ?? {};
  expect([...(accuracy?.steps ?? [])]).toEqual([0, 2, 3]);
  expect([...(validation?.steps ?? [])]).toEqual([0, 2, 3]);
  for (const share of accuracy?.values ?? []) expect(share).toSatisfy((x: number) => x >= 0 && x <= 1);
  const { task, seed } = experimentStore.getState().experiment;
  for (const n of [0, 1]) {
    viewStore.getState().set({ taskSample: n });
    const ids = shownSample(task!, 8, seed, n).tokens;
    const names = Array.from(ids, (id) => String.fromCharCode(65 + id));
    await vi.waitFor(() => expect(runsStore.getState().attentionProbe?.tokens).toEqual(names), {
      timeout: 5000,
    });
  }
  update(chooseTask(null));
  expect(runsStore.getState().curves).toEqual({});
});
