import { describe, expect, it } from 'vitest';
import { Random } from '../../src/data/random';
import { type DataSource, taskSource, textSource } from '../../src/data/source';
import { chosenTask, taskChoice } from '../../src/data/tasks';

const context = 24;
const text = Int32Array.from({ length: 300 }, (_, i) => i);
const sources: [string, DataSource][] = [
  [
    'a text',
    textSource({ train: text.subarray(0, 270), validation: text.subarray(270), vocab: 300 }, context),
  ],
  ['a task', taskSource(chosenTask(taskChoice('copyAfterGap')), context)],
];

/** The sequences of a batch, as strings that can be compared. */
const sequences = ({ inputs }: { inputs: Int32Array }) =>
  Array.from({ length: inputs.length / context }, (_, row) =>
    inputs.slice(row * context, (row + 1) * context).join(),
  );

describe.each(sources)('%s as a source', (_name, source) => {
  const stream = () => source.batches(3, new Random(1).fork('batches'));

  it('gives every run the same batches, all of one shape, and no two alike', () => {
    const [a, b] = [stream(), stream()];
    const seen = new Set<string>();
    for (let step = 0; step < 20; step++) {
      const batch = a.next();
      expect(b.next()).toEqual(batch);
      expect([batch.rows, batch.inputs.length, batch.targets.length]).toEqual([3, 3 * context, 3 * context]);
      expect(Math.max(...batch.inputs, ...batch.targets)).toBeLessThan(source.vocab);
      seen.add(batch.inputs.join());
    }
    expect(seen.size).toBe(20);
  });

  it('never trains on what it validates on, which stays the same', () => {
    const validation = () => source.validation(8, new Random(1).fork('validation'));
    expect(validation()).toEqual(validation());
    const held = new Set(sequences(validation()));
    const batches = stream();
    for (let step = 0; step < 200; step++)
      for (const sequence of sequences(batches.next())) expect(held.has(sequence)).toBe(false);
  });

  it('has a fixed sequence as long as the context', () => {
    expect(source.fixedSequence(new Random(1))).toHaveLength(context);
  });
});

it('the fixed sequence of a text is its start, that of a task the first it trains on', () => {
  const [[, ofText], [, ofTask]] = sources as [[string, DataSource], [string, DataSource]];
  const random = () => new Random(9).fork('batches');
  expect([...ofText.fixedSequence(random())]).toEqual([...text.slice(0, context)]);
  const { inputs } = ofTask.batches(2, random()).next();
  expect(ofTask.fixedSequence(random())).toEqual(inputs.slice(0, context));
});

it('hints are asked for in training and left out of what is judged', () => {
  const source = taskSource(chosenTask(taskChoice('recall')), context);
  const due = (targets: Int32Array, t: number) => (targets[t] as number) >= 0;
  const trained = source.batches(4, new Random(3)).next();
  const judged = source.validation(4, new Random(3));
  expect(judged.inputs).toEqual(trained.inputs);
  for (let t = 0; t < trained.targets.length; t++) {
    expect(due(trained.targets, t)).toBe(t % 2 === 1 || due(judged.targets, t));
    if (due(judged.targets, t)) expect(trained.targets[t]).toBe(judged.targets[t]);
    if (t % 2 === 1) expect(due(judged.targets, t)).toBe(false);
  }
});
