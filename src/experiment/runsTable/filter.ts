/** Finds runs by words or by a regular expression, in their names, their stacks and the settings that they differ in. */
import { layerName } from '../../attention/layers';
import { isolated } from '../../format/visible';
import { words } from '../../format/words';
import { headsOffInWords, perRunSettings, settingsOfRun } from '../overrides';
import type { Experiment } from '../schema';
import { settingInWords } from '../settings';
import { differingColumns } from './columns';

/** `message` says what is wrong with a filter, a sentence for the reader. */
export type RunFilter = { ok: true; matches(text: string): boolean } | { ok: false; message: string };

/**
 * Lists what is said of each run, a line each: its name, its stack from the bottom up, its value of each setting that not all of the runs
 * share, its heads that are off, and what it is a branch of. What they share would find them all.
 * @returns the text of a run of the experiment, by its id
 */
export function textsOfRuns(e: Experiment): ReadonlyMap<string, string> {
  const inEffect = new Map(e.runs.map((run) => [run, settingsOfRun(e, run)]));
  const differing = perRunSettings.filter(
    (setting) => new Set([...inEffect.values()].map((own) => setting.read(own))).size > 1,
  );
  const columns = differingColumns(e, e.runs).filter(({ id }) => id === 'headsOff' || id === 'branch');
  return new Map(
    e.runs.map((run) => [
      run.id,
      [
        run.name,
        run.layers.map(layerName).join(', '),
        ...differing.map((setting) => settingInWords(setting, setting.read(inEffect.get(run) as Experiment))),
        ...headsOffInWords(e, run),
        // As their columns have it.
        ...columns.flatMap(({ name, cell }) => {
          const own = cell(run);
          return own ? [`${name} ${own.text}`] : [];
        }),
      ].join('\n'),
    ]),
  );
}

/**
 * Makes a filter of what a person typed: words, all of which are to be found in any order, or a regular expression between slashes, to be
 * found in one line, whose ends are its ^ and $. Neither minds upper and lower case; a regular expression does where flags follow that lack the "i".
 */
export function runFilter(typed: string): RunFilter {
  const query = typed.trim();
  const expression = /^\/(.+)\/([a-z]*)$/su.exec(query);
  if (expression) return byExpression(expression[1] as string, expression[2] as string);
  const wanted = query.toLowerCase().split(/\s+/u).filter(Boolean);
  return {
    ok: true,
    matches(text) {
      const all = text.toLowerCase();
      return wanted.every((word) => all.includes(word));
    },
  };
}

function byExpression(source: string, flags: string): RunFilter {
  // A global or sticky one would begin where it last matched.
  const own = flags === '' ? 'i' : flags.replace(/[gy]/g, '');
  try {
    const expression = new RegExp(source, own);
    return { ok: true, matches: (text) => text.split('\n').some((line) => expression.test(line)) };
  } catch {
    return {
      ok: false,
      message: areFlags(own) ? noExpression(`/${source}/${flags}`) : noFlags(flags),
    };
  }
}

const noFlags = (flags: string): string =>
  words(
    'runs.noFlags',
    '“{{flags}}” is none of the flags of a regular expression: leave out what follows the second slash.',
    { flags },
  );

const noExpression = (typed: string): string =>
  words(
    'runs.noExpression',
    '“{{typed}}” is no regular expression: look for a bracket that is open, or type words without slashes.',
    { typed: isolated(typed) },
  );

/** Whether the flags of an expression are such. */
function areFlags(flags: string): boolean {
  try {
    new RegExp('', flags);
    return true;
  } catch {
    return false;
  }
}
