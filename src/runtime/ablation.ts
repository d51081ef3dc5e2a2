/** Measures what a model comes to without some of its parts: on copies of its weights, on the sequences that it is validated on. */
import { range } from 'es-toolkit';
import { mixingOf } from '../attention/layers';
import type { Batch } from '../data/batches';
import type { EngineModel } from '../engine/engine';
import { words } from '../format/words';
import type { ModelConfig } from '../model/config';
import { type Intervention, type ReplacedMap, skipGroups, uniformMap } from '../model/intervention';
import type { Trainer, Validation } from '../train/trainer';
import type { AblatedPart, AblatedWindows, Ablation, AblationEvent } from './protocol';

/** Maps of another run, one for each row of a batch, may have at most so many numbers: 256 MiB of them. */
const mostNumbers = 2 ** 26;
/** While runs train, a grid rests after each cell so many times as long as the cell took. */
const rests = 3;

/** Scores a copy of the trainer's model. @param other gets a copy of another run's model */
export async function ablatedLoss(
  trainer: Trainer,
  copy: EngineModel,
  { maps = [], ...ablation }: Ablation,
  other: (runId: string) => EngineModel,
): Promise<AblatedWindows> {
  const replaced = await Promise.all(
    maps.map(({ layer, by }) => mapsFor(copy, layer, by, trainer.heldOutBatches(), other)),
  );
  const intervene = async (batch: Batch): Promise<Intervention> => ({
    ...ablation,
    maps: await Promise.all(replaced.map((map) => map(batch))),
  });
  return windowed(await trainer.validate(copy, intervene));
}

/** Picks what is told of a validation. */
export const windowed = ({ loss, accuracy, windows }: Validation): AblatedWindows => ({
  loss,
  accuracy,
  windows,
});

/** Prepares the maps that replace a layer's. @returns what gives them for a batch */
async function mapsFor(
  model: EngineModel,
  layer: number,
  by: NonNullable<Ablation['maps']>[number]['by'],
  heldOut: readonly Batch[],
  other: (runId: string) => EngineModel,
): Promise<(batch: Batch) => Promise<ReplacedMap>> {
  const { heads, context } = model.config;
  if (by === 'uniform') return async () => ({ layer, map: uniformMap(heads, context) });
  if (by === 'mean') {
    const map = await meanMap(model, layer, heldOut);
    return async () => ({ layer, map });
  }
  const from = other(by.runId);
  return async (batch) => {
    const size = from.config.heads * context * context;
    if (batch.rows * size > mostNumbers)
      throw new Error(
        words(
          'ablation.tooLarge',
          'The other run’s maps are too large for such a batch: make the context or the batch smaller.',
        ),
      );
    const map = new Float32Array(batch.rows * size);
    for (const row of range(batch.rows)) map.set(await mapOfRow(from, layer, batch, row), row * size);
    return { layer, map };
  };
}

/** The layer's map, (heads, T, T), averaged over all sequences. */
async function meanMap(model: EngineModel, layer: number, batches: readonly Batch[]): Promise<Float32Array> {
  let rows = 0;
  let sum: Float64Array | null = null;
  for (const batch of batches) {
    for (const row of range(batch.rows)) {
      const map = await mapOfRow(model, layer, batch, row);
      const total: Float64Array = sum ?? new Float64Array(map.length);
      map.forEach((weight, n) => {
        total[n] = (total[n] as number) + weight;
      });
      sum = total;
      rows++;
    }
  }
  return Float32Array.from(sum ?? [], (weight) => weight / rows);
}

async function mapOfRow(
  model: EngineModel,
  layer: number,
  { inputs, rows }: Batch,
  row: number,
): Promise<Float32Array> {
  const T = inputs.length / rows;
  const attention = (await model.attention(inputs.slice(row * T, (row + 1) * T)))[layer];
  if (!attention)
    throw new Error(
      words('ablation.noMap', 'Layer {{layer}} mixes no tokens there: it has no map to put in.', {
        layer: layer + 1,
      }),
    );
  return attention.map;
}

/** What a grid leaves out, in its order. A group of one layer is that layer. */
const partsOf = ({ layers, heads }: ModelConfig): AblatedPart[] => [
  ...layers.flatMap((own, layer) => [
    ...(mixingOf(own) ? range(heads).map((head) => ({ layer, head })) : []),
    { layers: [layer] },
  ]),
  ...skipGroups(layers).flatMap((group) => (group.layers.length > 1 ? [{ layers: group.layers }] : [])),
];

const without = (part: AblatedPart): Intervention =>
  'head' in part ? { headsOff: [[part.layer, part.head]] } : { layersOff: part.layers };

/**
 * Measures the loss without each part in turn, as of the call, and emits each as it is found. Rejects with the signal's reason where it is
 * aborted.
 * @param trains whether runs train just now: then most of the time is theirs
 */
export async function ablationGrid(
  trainer: Trainer,
  trains: () => boolean,
  onEvent: (event: AblationEvent) => void | Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const { steps: step } = trainer;
  const copy = await trainer.copy();
  try {
    const measure = async (intervention?: Intervention) => {
      const found = await trainer.validate(copy, intervention && (async () => intervention));
      signal.throwIfAborted();
      return windowed(found);
    };
    await onEvent({ type: 'whole', step, ...(await measure()) });
    const parts = partsOf(copy.config);
    const total = parts.length;
    const started = performance.now();
    for (const [before, part] of parts.entries()) {
      const began = performance.now();
      const found = await measure(without(part));
      await rest(trains() ? rests * (performance.now() - began) : 0, signal);
      const done = before + 1;
      const each = (performance.now() - started) / 1000 / done;
      await onEvent({ type: 'part', part, ...found, done, total, secondsLeft: each * (total - done) });
    }
  } finally {
    copy.dispose();
  }
}

/** Resolves after so many milliseconds, or rejects as soon as the signal is aborted. */
function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', stop, { once: true });
  });
}
