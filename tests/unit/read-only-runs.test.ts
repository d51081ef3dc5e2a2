// Runs of files beside the page's own: what each form says, how many there may be, and the sentence for a file that is none.
import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { createExperimentStore } from '../../src/app/document/experimentStore';
import { learnedHere, learnedNames, learnedOf } from '../../src/app/files/readOnly/learned';
import { ReadOnlyRuns } from '../../src/app/files/readOnly/readOnlyRuns';
import { mostReadOnlyRuns } from '../../src/app/files/readOnly/run';
import { readTorchLog } from '../../src/app/files/readOnly/torchLog';
import type { TrainedLine } from '../../src/atlas/line';
import { defaultExperiment } from '../../src/experiment/defaults';
import { addRun, chooseTask, setKnob, type Transition } from '../../src/experiment/edit';
import { readOnlyLines } from '../../src/ui/charts/readOnlyLines';

/** Three runs, in the first three styles. */
const own = createExperimentStore();
const initial = own.getState();
let runs = new ReadOnlyRuns(own);
beforeEach(() => {
  own.setState(initial, true);
  runs = new ReadOnlyRuns(own);
});
const add = (name: string, text: string) => runs.add(new File([text], name));
const groups = () => runs.state.getState().groups;
const here = () => learnedHere(own.getState().experiment, own.getState().ownText);

const start = '5,408 parameters on 1 x cpu; step 0 of 4, 1 x 2 windows a step';
const log = [
  'UserWarning: something of PyTorch',
  start,
  'step 0: validation loss 4.2195, right 1.3 %',
  'step 2: loss 4.1000, gradient 1.234, 5,678 tokens/s',
  'step 4: loss nan, gradient nan, 5,678 tokens/s',
  'step 4: validation loss 3.9000, right 12.5 %',
  'The weights of step 4 are in trained.',
].join('\n');

const experiment = { batch: 2, model: { context: 8 }, runs: [{ id: 'a', name: 'A' }] };
const results = (change: object = {}) =>
  JSON.stringify({
    experiment,
    seeds: [
      {
        seed: 1,
        runs: {
          a: {
            losses: [
              { step: 1, loss: 3 },
              { step: 2, loss: null },
            ],
            validation: [{ step: 2, loss: 2.5, accuracy: 0.25 }],
            failed: null,
          },
        },
      },
    ],
    ...change,
  });

/** So many runs of a sweep. */
const sweepOf = (count: number) =>
  JSON.stringify({
    experiment,
    results: Array.from({ length: count }, (_, i) => ({
      run: { name: `Run ${i}` },
      curves: {
        train: { steps: [1, 2], values: [3, i] },
        validation: { steps: [], values: [] },
        accuracy: { steps: [], values: [] },
      },
    })),
  });

describe('a log of train.py', () => {
  it('has its losses and shares of right answers; other lines are passed over', () => {
    const read = readTorchLog(log, 'night');
    const [run] = read?.ok ? read.runs : [];
    expect(run?.name).toBe('night');
    expect([...run!.curves.train.steps]).toEqual([2, 4]);
    expect([...run!.curves.train.values]).toEqual([4.1, Number.NaN]);
    expect([...run!.curves.validation.values]).toEqual([4.2195, 3.9]);
    expect([...run!.curves.accuracy.values]).toEqual([expect.closeTo(0.013, 12), 0.125]);
    expect(readTorchLog('step by step', 'x')).toBeNull();
  });

  it('that was resumed is one run, and one that was started anew is two', () => {
    const further = [
      start.replace('step 0 of 4', 'step 4 of 6'),
      'step 4: validation loss 3.9000, right 12.5 %',
      'step 6: loss 3.5000, gradient 1.0, 1 tokens/s',
    ].join('\r\n');
    const resumed = readTorchLog(`${log}\n${further}`, 'night');
    expect(resumed?.ok && resumed.runs.map(({ curves }) => [...curves.train.steps])).toEqual([[2, 4, 6]]);
    const anew = readTorchLog(`${log}\n${log}`, 'night');
    expect(anew?.ok && anew.runs.map(({ name, curves }) => [name, curves.train.length])).toEqual([
      ['night, part 1', 2],
      ['night, part 2', 2],
    ]);
  });
});

describe('what is dropped', () => {
  it('is a group of its own, which is hidden and removed as a whole', async () => {
    expect(await add('night.json', results())).toMatch(
      /^Added 1 run of .*night\.json.* beside yours, to look at only\. The file does not say what they were trained on: taken/,
    );
    await add('night.log', log);
    const [first, second] = groups();
    const lines = () => readOnlyLines(groups(), here()).map(({ run }) => [run.name, run.style]);
    const styles = lines().map(([, style]) => style);
    expect(lines()).toEqual([
      ['A (night.json)', styles[0]],
      ['night (night.log)', styles[1]],
    ]);
    expect([...first!.runs[0]!.curves.train.values]).toEqual([3, Number.NaN]);
    expect([...first!.runs[0]!.curves.accuracy.values]).toEqual([0.25]);
    expect(readOnlyLines(groups(), here()).map(({ placed }) => placed.stepTokens)).toEqual([16, null]);
    runs.toggle(first!.id);
    // The other keeps its style, also where the page's own become more.
    expect(lines()).toEqual([['night (night.log)', styles[1]]]);
    runs.remove(first!.id);
    own.getState().update(addRun);
    expect(groups()).toEqual([second]);
    expect(lines()).toEqual([['night (night.log)', styles[1]]]);
  });

  it('is shown up to the most there can be, and says what is left out', async () => {
    expect(await add('many.json', sweepOf(mostReadOnlyRuns + 5))).toBe(
      `Added ${mostReadOnlyRuns} runs of many.json beside yours, to look at only. It has ${mostReadOnlyRuns + 5}, ` +
        `and ${mostReadOnlyRuns} are the most on the page: the first are shown. Keep the lines you want in a file of their own. ` +
        'The file does not say what they were trained on: taken to be what the page trained on.',
    );
    await expect(add('more.log', log)).rejects.toThrow(
      /more\.log.* has no room: 40 runs of files are the most on the page/,
    );
    runs.remove(groups()[0]!.id);
    expect(await add('more.log', log)).toMatch(/^Added 1 run/);
  });

  it.each([
    [
      'no.json',
      '{"a": 1}',
      /no\.json.* is nothing that the lab opens here\. Open a file that “Save everything” wrote/,
    ],
    ['no.jsonl', '{"id": "x"}', /is nothing that the lab opens here/],
    ['no.log', 'Epoch 1: 3.2', /is nothing that the lab opens here/],
    ['moby.txt', 'Call me Ishmael.', /A text to train on goes into “Your own text”, under Data\.$/],
    ['photo.png', '\u0089PNG\u0000', /is nothing that the lab opens here/],
    ['cut.json', results().slice(0, -9), /is nothing that the lab opens here/],
    [
      'odd.json',
      results({ seeds: [{ seed: 1, runs: { a: {} } }] }),
      /holds results .* damaged, at seeds\.0\.runs\.a\.losses/,
    ],
    ['none.json', results({ seeds: [] }), /holds no run with curves/],
  ])('is refused in a sentence where it is no such file: %s', async (name, text, sentence) => {
    await expect(add(name, text)).rejects.toThrow(sentence);
    expect(groups()).toEqual([]);
  });

  it('is left to who opens experiments where it is an archive', async () => {
    expect(await add('saved.zip', 'PK\u0003\u0004')).toBeNull();
  });
});

describe('what a file tells beside curves', () => {
  const trained = (change: Transition = (e) => e) => {
    const e = change(defaultExperiment());
    const run = e.runs[1]!;
    return JSON.stringify({
      experiment: e,
      textHash: null,
      seeds: [
        {
          seed: 7,
          runs: {
            [run.id]: {
              losses: [{ step: 1, loss: 3 }],
              validation: [{ step: 1, loss: 2.5, accuracy: null }],
            },
          },
          evaluations: {
            [run.id]: {
              step: 1,
              outcomes: {
                perplexity: { metrics: { perplexity: { value: 9, stderr: 0.5, n: 2, items: [2, 3] } } },
                gone: { unavailable: 'gone' },
              },
            },
          },
          indicators: { probe: 'x', layers: { [run.id]: [{ indicators: { sink: 0.25 }, scores: null }] } },
        },
      ],
    });
  };

  it('is its stack and settings, its evaluations without items, and its indicators', async () => {
    await add('night.json', trained());
    const [line] = readOnlyLines(groups(), here());
    expect(line?.trained?.run.layers).toEqual(defaultExperiment().runs[1]!.layers);
    expect(line?.trained?.experiment.seed).toBe(7);
    expect(line?.evaluated).toEqual({
      step: 1,
      outcomes: { perplexity: { metrics: { perplexity: { value: 9, stderr: 0.5, n: 2 } } } },
    });
    expect(line?.indicators).toEqual([{ sink: 0.25 }]);
  });

  it('is of another text until the page trains on that: its lines are set aside, and come back', async () => {
    expect(await add('night.json', trained(chooseTask('recall')))).toMatch(
      /1 was trained on Associative recall: set aside until the page is, too\.$/,
    );
    expect(readOnlyLines(groups(), here())).toEqual([]);
    own.getState().update(chooseTask('recall'));
    expect(readOnlyLines(groups(), here())).toHaveLength(1);
    // A log does not say: it is taken for one of what the page trains on as it comes.
    await add('night.log', log);
    expect(readOnlyLines(groups(), here())).toHaveLength(2);
    own.getState().update((e) => ({ ...e, task: null }));
    expect(readOnlyLines(groups(), here())).toEqual([]);
  });

  it('is named with each task that the page does not train on, and with what a task has otherwise', async () => {
    const line = (id: string, change: Transition) => {
      const { experiment: e, ...rest } = JSON.parse(trained(change));
      return { e, rest, id };
    };
    own.getState().update(chooseTask('recall'));
    const pairs = line('a', (e) => setKnob('pairs', 2)(chooseTask('recall')(e)));
    expect(await add('pairs.json', JSON.stringify({ experiment: pairs.e, ...pairs.rest }))).toMatch(
      /1 was trained on Associative recall \(Pairs 2\): set aside/,
    );
    const names = (['induction', 'copyAfterGap', 'recall'] as const).map((id) =>
      learnedOf(chooseTask(id)(defaultExperiment()), null),
    );
    expect(learnedNames([...names.slice(0, 2), names[0]!], here())).toBe('Induction; Copy after a gap');
    const text = learnedHere(defaultExperiment(), null);
    expect(learnedNames([{ ...text, textHash: 7 }], text)).toMatch(/^Moby-Dick.* \(another text\)$/);
  });

  it('of a line of the atlas is in its link, and what was measured at its end', async () => {
    const [line] = readFileSync('experiments/atlas/pairs.jsonl', 'utf8').split('\n');
    const { final, settings } = JSON.parse(line!) as TrainedLine;
    await add('pairs.jsonl', line!);
    const [run] = groups()[0]!.runs;
    expect(run?.learned.task?.id).toBe(settings.task);
    expect(run?.trained?.experiment.model.dModel).toBe(settings.width);
    const [value, stderr] = final!.perplexity!;
    expect(run?.evaluated?.outcomes.perplexity).toMatchObject({ metrics: { perplexity: { value, stderr } } });
  });

  it('is left out where an earlier lab wrote what this one cannot read', async () => {
    await add('old.json', results());
    expect(groups()[0]!.runs[0]).toMatchObject({ trained: null, evaluated: null, indicators: null });
  });
});
