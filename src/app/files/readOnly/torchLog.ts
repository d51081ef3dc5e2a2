/** What `train.py` of an exported folder prints (src/export/pytorch/train.py): a line for some steps and for each validation. */
import { t } from '../../../i18n/i18n';
import { curveOf, curvesAlone, type MeasuredPoint, type ReadRuns } from './run';

/** torchrun puts before each line which process it is of: "[default0]:". */
const ofProcess = /^\[\w+\]:\s*/;
/** "12,345 parameters on 1 x cpu; step 0 of 600, 1 x 8 windows a step": each start of the script. */
const begins = /^[\d,]+ parameters on \d+ x \w+; step (\d+) of \d+/;
/** "step 10: loss 3.1416, gradient 1.234, 5,678 tokens/s", the mean over the steps since the line before. */
const trains = /^step (\d+): loss (\S+), gradient /;
/** "step 0: validation loss 4.2195, right 1.3 %". */
const validates = /^step (\d+): validation loss (\S+), right (\S+) %/;

interface Part {
  /** Step of the checkpoint that this part of the log resumes from; 0 for a fresh start. */
  from: number;
  train: MeasuredPoint[];
  validation: MeasuredPoint[];
  accuracy: MeasuredPoint[];
}

const emptyPart = (from: number): Part => ({ from, train: [], validation: [], accuracy: [] });

/**
 * Reads a log: one run, with its later parts where they go on from what was reached; a start that goes back is a run of its own. Other
 * lines, such as warnings of PyTorch, are passed over.
 * @returns null where no line is one of the script's
 */
export function readTorchLog(text: string, name: string): ReadRuns | null {
  const runs: Part[] = [];
  let found = false;
  const current = () => {
    if (runs.length === 0) runs.push(emptyPart(0));
    return runs.at(-1) as Part;
  };
  for (const written of text.split(/\r?\n/)) {
    const line = written.replace(ofProcess, '');
    const start = begins.exec(line);
    if (start) {
      found = true;
      const step = Number(start[1]);
      const last = runs.at(-1);
      if (!last || step < lastStep(last) || step === last.from) runs.push(emptyPart(step));
    }
    const trained = trains.exec(line);
    const validated = validates.exec(line);
    if (trained) current().train.push([Number(trained[1]), number(trained[2])]);
    if (validated) {
      const step = Number(validated[1]);
      current().validation.push([step, number(validated[2])]);
      current().accuracy.push([step, (number(validated[3]) ?? Number.NaN) / 100]);
    }
    found ||= trained !== null || validated !== null;
  }
  if (!found) return null;
  const trained = runs.filter(({ train, validation }) => train.length + validation.length > 0);
  return {
    ok: true,
    unreadable: 0,
    runs: trained.map(({ train, validation, accuracy }, i) => ({
      name: trained.length > 1 ? t('app.readOnly.part', { name, part: i + 1 }) : name,
      ...curvesAlone,
      stepTokens: null,
      curves: { train: curveOf(train), validation: curveOf(validation), accuracy: curveOf(accuracy) },
    })),
  };
}

const lastStep = ({ train, validation }: Part) =>
  Math.max(train.at(-1)?.[0] ?? 0, validation.at(-1)?.[0] ?? 0);

/** "nan" and "inf" as Python prints them are no finite loss. */
const number = (printed: string | undefined): number | null => {
  const value = Number(printed?.replaceAll(',', ''));
  return Number.isFinite(value) ? value : null;
};
