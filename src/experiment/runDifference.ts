/** Describes how what runs have of their own differs, but for their layers. */
import { isEqual } from 'es-toolkit';
import { words } from '../format/words';
import { headsOffOf, perRunSettings, settingsOfRun } from './overrides';
import type { Experiment, Run } from './schema';
import { settingInWords } from './settings';

type OwnOfRun = Pick<Run, 'layers' | 'overrides'>;

/**
 * Lists what `other` trains with where `from` has something else, a few words each: "Learning rate 0.003", "all heads on". Heads are
 * named as layer and head, from 1.
 */
export function runDifference(e: Experiment, from: OwnOfRun, other: OwnOfRun): string[] {
  const [before, after] = [settingsOfRun(e, from), settingsOfRun(e, other)];
  const told = perRunSettings.flatMap((setting) => {
    const value = setting.read(after);
    return value === setting.read(before) ? [] : [settingInWords(setting, value)];
  });
  const off = headsOffOf(e, other);
  if (isEqual(off, headsOffOf(e, from))) return told;
  const heads = off.map(([layer, head]) => `${layer + 1}.${head + 1}`).join(', ');
  return [
    ...told,
    off.length === 0
      ? words('runs.allHeadsOn', 'all heads on')
      : words('runs.theseHeadsOff', 'heads off (layer.head): {{heads}}', { heads }),
  ];
}
