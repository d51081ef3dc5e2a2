/** Where the view is, in a link: what differs from the base, by its codes, then the probe text. */
import { baseView } from './base';
import { type BitReader, BitWriter } from './bits';
import { chartUnits, type SharedView } from './types';
import { type NumberRecord, readRecord, readText, singleLine, writeRecord, writeText } from './values';

/** A longer probe text is cut: no context is longer. */
export const maxProbe = 2000;

/** A part of the view as one number. */
interface Part {
  code: number;
  read(view: SharedView): number;
  /** What the number means, or undefined where it means nothing. @param runs how many runs the link names */
  write(value: number, runs: number): Partial<SharedView> | undefined;
}

const whole = (value: number, max: number) => Number.isInteger(value) && value >= 0 && value <= max;
const count = <K extends 'layer' | 'head' | 'taskSample'>(code: number, key: K, max: number): Part => ({
  code,
  read: (view) => view[key],
  write: (value) => (whole(value, max) ? { [key]: value } : undefined),
});

const parts: readonly Part[] = [
  {
    code: 1,
    read: ({ run }) => run,
    write: (run, runs) => (whole(run, runs - 1) ? { run } : undefined),
  },
  count(2, 'layer', 999),
  count(3, 'head', 999),
  count(4, 'taskSample', 1e9),
  {
    code: 5,
    read: ({ logSteps }) => Number(logSteps),
    write: (value) => (whole(value, 1) ? { logSteps: value === 1 } : undefined),
  },
  {
    code: 6,
    read: ({ unit }) => chartUnits.indexOf(unit),
    write: (value) => (chartUnits[value] ? { unit: chartUnits[value] } : undefined),
  },
  {
    code: 7,
    read: ({ smoothing }) => smoothing,
    write: (smoothing) => (smoothing >= 0 && smoothing < 1 ? { smoothing } : undefined),
  },
  {
    code: 8,
    // One bit for each run.
    read: ({ hiddenRuns }) => hiddenRuns.reduce((sum, run) => sum + 2 ** run, 0),
    write: (value, runs) =>
      whole(value, 2 ** runs - 1)
        ? { hiddenRuns: Array.from({ length: runs }, (_, i) => i).filter((i) => (value >> i) & 1) }
        : undefined,
  },
];

/** Empty where the view is as in the base. */
export function writeView(view: SharedView): string {
  const record: NumberRecord = new Map(
    parts.filter(({ read }) => read(view) !== read(baseView)).map(({ code, read }) => [code, read(view)]),
  );
  const probe = singleLine(view.probe.slice(0, maxProbe));
  if (record.size === 0 && probe === baseView.probe) return '';
  const to = new BitWriter();
  writeRecord(to, record);
  if (probe === baseView.probe) to.bits(0, 1);
  else writeText(to.bits(1, 1), probe);
  return to.done();
}

/** @param runs how many runs the link names. Appends a sentence to `warnings` where a part means nothing. */
export function readView(from: BitReader, runs: number, warnings: string[]): SharedView {
  let view = baseView;
  let strange = false;
  for (const [code, value] of readRecord(from)) {
    const change = parts.find((part) => part.code === code)?.write(value, runs);
    if (change) view = { ...view, ...change };
    else strange = true;
  }
  if (strange)
    warnings.push('A part of the link’s view means nothing here, and is as the lab begins with it.');
  return from.bits(1) === 1 ? { ...view, probe: singleLine(readText(from, maxProbe)) } : view;
}
