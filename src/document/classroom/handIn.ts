/**
 * Hand-ins of a class: an ordinary link with the cell's experiment and its curves. It is known as a plan's by what it trains, to the
 * last bit of the link, so that it needs no list of seats and can be opened and trained again like any link.
 */
import { isEqual } from 'es-toolkit';
import { type Experiment, type Run, totalSteps } from '../../experiment/schema';
import { settingsDifference } from '../../experiment/settingsDifference';
import { writeHeadsOff } from '../link/headsSection';
import { decodeLink, encodeLink, looksLikeLink } from '../link/link';
import { writeOverrides } from '../link/overridesSection';
import { writeRun } from '../link/runSection';
import { writeSettings, writeTask } from '../link/settingsSection';
import type { Shared, SharedCurves, SharedPoint } from '../link/shared';
import { textHash } from '../link/textSection';
import { type Sweep, type SweepResult, sweepPoints } from '../sweepsSchema';
import { defaultView } from '../view';
import { cellsOf } from './plan';

type Curve = SweepResult['curves']['train'];

/**
 * Gives the link that a seat hands in, "#" included.
 * @param experiment with the cell as its only run
 * @param result what the cell came to
 * @param ownText what it trains on where that is a person's own
 * @param most characters of a link that its reader can take at once, as from a code: the curve of the training loss, which no band is
 *   made of, is left out beyond that
 */
export function handInLink(
  experiment: Experiment,
  { curves }: Pick<SweepResult, 'curves'>,
  ownText: { name: string; text: string } | null,
  most: number,
): string {
  const all: SharedCurves = {
    train: pointsOf(curves.train),
    validation: pointsOf(curves.validation),
    accuracy: pointsOf(curves.accuracy),
  };
  const text: Shared['text'] = ownText && {
    kind: 'file',
    name: ownText.name,
    bytes: new TextEncoder().encode(ownText.text).length,
    hash: textHash(ownText.text),
  };
  const link = (shown: SharedCurves) => encodeLink({ experiment, view: defaultView, text, curves: [shown] });
  const whole = link(all);
  return whole.length <= most ? whole : link({ ...all, train: [] });
}

const pointsOf = ({ steps, values }: Curve): SharedPoint[] =>
  steps.map((step, i) => ({ step, value: values[i] as number }));

/** A sweep keeps no curve of more points: no hand-in has one, but a link that was shared with its curves may. */
const curveOf = (points: readonly SharedPoint[]): Curve =>
  points.length > sweepPoints
    ? { steps: [], values: [] }
    : { steps: points.map(({ step }) => step), values: points.map(({ value }) => value) };

/** What a hand-in is to a plan, and what is said of it. */
export type HandIn =
  | { is: 'new'; result: SweepResult }
  /** The same cell with the same curve has come in before: the same hand-in, or its equal from another device. */
  | { is: 'known'; run: string }
  /** The cell has come in before with another curve: the first one stays. */
  | { is: 'second'; run: string }
  /** `why` is a sentence of the link's reader. */
  | { is: 'noLink' | 'damaged'; why: string }
  | { is: 'withoutCurves'; run: string }
  | { is: 'unfinished'; run: string; step: number; steps: number }
  /** Of another plan; the settings that differ, if any do. */
  | { is: 'foreign'; run: string; differences: string[] };

/** Splits what was pasted, dropped or scanned into what may be one hand-in each. */
export function handInsIn(text: string): string[] {
  const parts = text.split(/(?=\bhttps?:\/\/)|[\r\n]+(?=\s*#\d)/).map((part) => part.trim());
  const links = parts.filter(looksLikeLink);
  // A list may have names beside its links; where nothing is a link, that is to be said.
  return links.length > 0 ? links : parts.filter((part) => part !== '').slice(0, 1);
}

/** Holds hand-ins against a plan and what has come in before, one after the other. */
export function judgedHandIns(plan: Sweep, handIns: readonly string[]): HandIn[] {
  const cells = new Map(cellsOf(plan).map(({ run }) => [runKey(run), run]));
  const before = new Map(plan.results.map((result) => [result.run.id, result]));
  return handIns.map((link) => {
    const judged = judgedHandIn(plan, cells, before, link);
    if (judged.is === 'new') before.set(judged.result.run.id, judged.result);
    return judged;
  });
}

function judgedHandIn(
  plan: Sweep,
  cells: ReadonlyMap<string, Run>,
  before: ReadonlyMap<string, SweepResult>,
  link: string,
): HandIn {
  const decoded = decodeLink(link);
  if (!decoded.ok) return { is: 'noLink', why: decoded.message };
  const { shared, warnings } = decoded;
  if (warnings.length > 0) return { is: 'damaged', why: warnings.join(' ') };
  const [run, second] = shared.experiment.runs as [Run, ...Run[]];
  const cell = second || !isOfPlan(plan, shared) ? undefined : cells.get(runKey(run));
  if (!cell)
    return {
      is: 'foreign',
      run: run.name,
      differences: settingsDifference(plan.experiment, shared.experiment),
    };
  const own = shared.curves?.[0];
  const isTask = plan.experiment.task !== null;
  const compared = isTask ? own?.accuracy : own?.validation;
  const last = compared?.at(-1);
  if (!own || !last || (compared ?? []).length > sweepPoints) return { is: 'withoutCurves', run: cell.name };
  const steps = totalSteps(plan.experiment);
  if (last.step < steps) return { is: 'unfinished', run: cell.name, step: last.step, steps };
  const result = resultOf(cell, own, steps);
  const earlier = before.get(cell.id);
  if (!earlier) return { is: 'new', result };
  const isSame =
    isEqual(earlier.curves.validation, result.curves.validation) &&
    isEqual(earlier.curves.accuracy, result.curves.accuracy);
  return { is: isSame ? 'known' : 'second', run: cell.name };
}

/** What the sections of a link say of a run's training, without its name. */
const runKey = (run: Run): string =>
  [writeRun({ ...run, name: 'cell' }, 0), writeOverrides([run]), writeHeadsOff([run])].join('.');

const settingsKey = (experiment: Experiment): string =>
  [writeSettings(experiment), experiment.task ? writeTask(experiment.task) : ''].join('.');

function isOfPlan(plan: Sweep, { experiment, text }: Shared): boolean {
  const hash = text?.kind === 'file' ? text.hash : text && textHash(text.text);
  return settingsKey(experiment) === settingsKey(plan.experiment) && (hash ?? null) === plan.textHash;
}

/** Makes a result of what the link has; the windows of the held-out text are not in it. */
function resultOf(run: Run, { train, validation, accuracy }: SharedCurves, steps: number): SweepResult {
  const lowest = Math.min(...validation.map(({ value }) => value));
  const best = validation.find(({ value }) => value === lowest);
  return {
    run,
    steps,
    loss: validation.at(-1)?.value ?? null,
    best: best ? { step: best.step, loss: best.value } : null,
    accuracy: accuracy.at(-1)?.value ?? null,
    answers: null,
    windows: null,
    curves: { train: curveOf(train), validation: curveOf(validation), accuracy: curveOf(accuracy) },
    failed: null,
  };
}
