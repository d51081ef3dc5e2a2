/**
 * What makes a document of an earlier version one of today. Each migration knows only the two versions it stands between,
 * and leaves what it cannot make sense of for the schema to refuse.
 */
import { words } from '../format/words';

type Plain = Record<string, unknown>;

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The migration at n makes version n + 1 of version n + 2. Never change one: add. */
export const migrations: readonly ((old: Plain) => Plain)[] = [from1, from2, from3];

export const documentVersion = 4;

/**
 * Migrates a document to today's version.
 * @param value of any version; one without a number is of the first
 * @throws Error with a message for the user where it is of a later version, or no document
 */
export function migrated(value: unknown): Plain {
  if (!isPlain(value)) throw new Error(words('document.none', 'It is not an experiment of the lab.'));
  const version = value.version ?? 1;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1)
    throw new Error(words('document.none', 'It is not an experiment of the lab.'));
  if (version > documentVersion)
    throw new Error(
      words(
        'document.later',
        'It was saved by a later version of the lab. Reload the page to get the newest version.',
      ),
    );
  const today = migrations.slice(version - 1).reduce((old, migrate) => migrate(old), value);
  return { ...today, version: documentVersion };
}

/**
 * Version 1 had the chart's settings in a place of their own in the view, and two forms: files had what was measured
 * beside the experiment, and a list of the runs with how each stood; IndexedDB had `results` as today.
 */
function from1(old: Plain): Plain {
  const { view, ...rest } = old;
  return { ...fileFrom1(rest), view: flatView(view) };
}

/** Version 2 had no captures. */
function from2(old: Plain): Plain {
  return { captures: {}, ...old };
}

/** Version 3 had no sweeps. */
function from3(old: Plain): Plain {
  return { sweeps: [], ...old };
}

function flatView(view: unknown): unknown {
  if (!isPlain(view)) return view;
  const { chart, ...others } = view;
  return isPlain(chart) ? { ...others, ...chart } : others;
}

function fileFrom1(old: Plain): Plain {
  const { info, evaluations, runs, experiment, ...rest } = old;
  if (!Array.isArray(runs) || !isPlain(experiment) || !Array.isArray(experiment.runs)) return old;
  const ids: unknown[] = experiment.runs.map((run) => (isPlain(run) ? run.id : null));
  /** What the runs have under a name, by id. */
  const byRun = (name: string): Plain =>
    Object.fromEntries(
      runs.flatMap((run, i) => {
        const own = isPlain(run) ? run[name] : null;
        return own === null || own === undefined ? [] : [[String(ids[i]), own]];
      }),
    );
  return {
    ...rest,
    experiment,
    results: { info, evaluations, failures: byRun('failure'), gentler: byRun('gentler') },
    checkpoints: byRun('checkpoint'),
  };
}
