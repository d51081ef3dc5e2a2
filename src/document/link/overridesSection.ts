/** The overrides of runs in a link: coded numbers for each run, in their order. */
import { isOverrides, overrideOf, overridesFrom, perRunSettings } from '../../experiment/overrides';
import type { Overrides, Run } from '../../experiment/schema';
import { words } from '../../format/words';
import { type BitReader, BitWriter } from './bits';
import { readCodedNumbers, writeCodedNumbers } from './values';

/** Writes the overrides of each run; empty where there are none. */
export function writeOverrides(runs: readonly Run[]): string {
  const numbersByRun = runs.map(
    (run) =>
      new Map(
        perRunSettings.flatMap((setting) => {
          const own = overrideOf(run, setting);
          return own === undefined ? [] : [[setting.linkCode, Number(own)] as const];
        }),
      ),
  );
  if (numbersByRun.every((numbers) => numbers.size === 0)) return '';
  const to = new BitWriter();
  for (const numbers of numbersByRun) writeCodedNumbers(to, numbers);
  return to.done();
}

/**
 * Reads the overrides of each run, undefined where it has none. A setting that is unknown or out of bounds is shared,
 * which `warnings` says.
 * @param count of the link's runs
 */
export function readOverrides(from: BitReader, count: number, warnings: string[]): (Overrides | undefined)[] {
  return Array.from({ length: count }, (_, place) => {
    const numbers = new Map(readCodedNumbers(from));
    const values = new Map<string, unknown>();
    let strange = false;
    for (const { id, kind, linkCode } of perRunSettings) {
      const number = numbers.get(linkCode);
      if (!numbers.delete(linkCode) || number === undefined) continue;
      const value = kind === 'switch' && (number === 0 || number === 1) ? number === 1 : number;
      if (isOverrides(overridesFrom(new Map([[id, value]])))) values.set(id, value);
      else strange = true;
    }
    if (strange || numbers.size > 0)
      warnings.push(
        words(
          'link.ownSetting',
          'A setting of run {{run}}’s own means nothing here; the run shares that of the others.',
          { run: place + 1 },
        ),
      );
    const own = overridesFrom(values);
    return isOverrides(own) ? own : undefined;
  });
}
