// Recordings: what is written is read, what is damaged is told; and those of the ready experiments are of them.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { documentVersion } from '../../src/document/migrations';
import { probeText } from '../../src/document/probeText';
import { readRecording, recordingMaxBytes, writeRecording } from '../../src/document/recording';
import { defaultView } from '../../src/document/view';
import { engineVersion } from '../../src/engine/engine';
import { readyExperiments } from '../../src/experiment/ready';
import { totalSteps } from '../../src/experiment/schema';
import { recordedCaptures } from '../../src/headless/recorded';

const textOf = (path: string) => readFileSync(inRoot('public', ...path.split('/')), 'utf8');
const [first] = readyExperiments as [(typeof readyExperiments)[number]];
const refusal = (text: string) => {
  try {
    readRecording(text, 'A claim');
    return null;
  } catch (error) {
    return (error as Error).message;
  }
};
/** The first recording with a part of it changed. */
const changed = (change: (recording: ReturnType<typeof JSON.parse>) => void) => {
  const recording = JSON.parse(textOf(first.recording));
  change(recording);
  return JSON.stringify(recording);
};

it.each(readyExperiments.map((ready) => [ready.id, ready] as const))(
  'the recording of %s is of its experiment, on the engine of today, and small',
  (_, ready) => {
    const text = textOf(ready.recording);
    expect(gzipSync(text).length).toBeLessThanOrEqual(recordingMaxBytes);
    const { experiment, results, captures, view, backend } = readRecording(text, ready.title);
    expect(experiment).toEqual(ready.experiment);
    expect(results.recorded).toBe(true);
    // Where this fails, the numerics have changed: docs/adding-a-ready-experiment.md says how to record anew.
    expect(backend).toEqual({ name: 'processor', adapter: ready.recordedOn.adapter, engineVersion });
    expect(ready.recordedOn.engineVersion).toBe(engineVersion);
    expect(results.info?.vocab).toBe(ready.recordedOn.vocab);
    const last = totalSteps(experiment);
    for (const { id } of experiment.runs) {
      expect(results.curves[id]?.train.steps.at(-1)).toBe(last);
      expect(results.curves[id]?.validation.steps.at(-1)).toBe(last);
      expect(results.evaluations[id]?.step).toBe(last);
      expect(results.heldOut[id]?.answers).toBeGreaterThan(0);
      const own = captures[id] ?? [];
      expect(own).toHaveLength(recordedCaptures);
      expect([own[0]?.step, own.at(-1)?.step]).toEqual([0, last]);
      expect(new Set(own.map((one) => one.text))).toEqual(new Set([probeText(experiment, view)]));
    }
    expect(view.moment).toBe(last);
  },
);

it('writes all that it reads', () => {
  for (const { recording } of readyExperiments) {
    const recorded = JSON.parse(textOf(recording));
    expect(JSON.parse(writeRecording(readRecording(textOf(recording), 'A claim')))).toEqual({
      ...recorded,
      version: documentVersion,
      // What the view has had since is at its default.
      view: { ...defaultView, ...recorded.view },
    });
  }
});

it('says what is wrong with one that is none, cut off, later, or of another experiment', () => {
  const cut = textOf(first.recording).slice(0, 5000);
  expect(refusal(cut)).toBe('The recording “A claim” cannot be shown. It is not JSON: it may be cut off.');
  expect(refusal('{"format":"attention-lab-experiment"}')).toContain('It is no recording of the lab.');
  expect(refusal('null')).toContain('It is no recording of the lab.');
  expect(refusal(changed((r) => Object.assign(r, { version: 99 })))).toContain(
    'saved by a later version of the lab',
  );
  expect(refusal(changed((r) => void r.curves.mlp.train.values.pop()))).toContain(
    'at curves.mlp.train: a curve has other steps than values',
  );
  expect(
    refusal(changed((r) => Object.assign(r.captures.standard[1].layers[0], { weights: 'AAAA' }))),
  ).toContain('a capture has weights of another size');
  expect(refusal(changed((r) => Object.assign(r.experiment, { steps: 50 })))).toContain(
    'the experiment has 50: they do not belong together',
  );
});

it('has ids and files of its own for each ready experiment', () => {
  const unique = (of: string[]) => expect(new Set(of).size).toBe(of.length);
  unique(readyExperiments.map(({ id }) => id));
  unique(readyExperiments.map(({ name }) => name));
  unique(readyExperiments.map(({ recording }) => recording));
});
