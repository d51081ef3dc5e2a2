/** The parts that are switched off, what each shown run comes to without them, and the switch itself. Measures for as long as it is in view. */

import { isEqual, xor } from 'es-toolkit';
import { useContext, useEffect, useMemo } from 'react';
import type { PrincipleId } from '../../../attention/variant';
import type { Run } from '../../../experiment/schema';
import { runsTogether } from '../../../experiment/seedRuns';
import {
  type PartOff,
  partsOfStack,
  toggledParts,
  withoutParts,
  withPrinciples,
} from '../../../model/partsOff';
import { useApp, useChosenRun, useExperiment, useSwitchedParts, useView } from '../../AppContext';
import { useHiddenRuns } from '../../charts/useHiddenRuns';
import { InView, useMoment } from '../../time/useMoment';
import { useWorded } from '../../useLanguage';
import { type SwitchedRow, switchedRows } from './switchedRows';

interface Switches {
  parts: readonly PartOff[];
  /** Of each run, its layers that relax these are off, too. */
  principles: readonly PrincipleId[];
  rows: readonly SwitchedRow[];
  /** Switches a part off, or on again. */
  toggle(part: PartOff): void;
  togglePrinciple(principle: PrincipleId): void;
  allOn(): void;
}

/** @param canMeasure whether there are models to measure */
export function useSwitches(canMeasure: boolean): Switches {
  const { session } = useApp();
  const experiment = useExperiment((e) => e.experiment);
  const chosen = useChosenRun();
  const parts = useView((v) => v.partsOff);
  const hidden = useHiddenRuns();
  const principles = useView((v) => v.principlesOff);
  const together = useView((v) => v.seedDrawing !== 'each');
  const pinnedRun = useView((v) => v.pinnedRun);
  const set = useView((v) => v.set);
  const moment = useMoment();
  const measured = useSwitchedParts((s) => s.runs);
  const isInView = useContext(InView);

  const groups = useMemo(() => {
    const isShown = (run: Run) => run.id === chosen.id || !hidden.includes(run.id);
    // The pinned run is measured for the others to be held against, shown or not.
    return runsTogether(experiment, together)
      .map((members) => ({
        isShown: members.some(isShown),
        members: members.some(({ id }) => id === pinnedRun) ? members : members.filter(isShown),
      }))
      .filter(({ members }) => members.length > 0);
  }, [experiment, together, hidden, chosen, pinnedRun]);
  const ablations = useMemo(() => {
    const own = groups
      .flatMap(({ members }) => members)
      .flatMap((run) => {
        const all = withPrinciples(parts, principles, run.layers);
        const there = partsOfStack(all, run.layers, experiment.model.heads);
        return there.length > 0 ? [[run.id, withoutParts(there)] as const] : [];
      });
    return Object.fromEntries(own);
  }, [groups, parts, principles, experiment]);

  const { switchedParts } = session;
  useEffect(() => {
    switchedParts.want(canMeasure && isInView ? { ablations, moment } : null);
  }, [switchedParts, canMeasure, isInView, ablations, moment]);
  useEffect(() => () => switchedParts.want(null), [switchedParts]);

  const rows = useWorded(() => {
    const current = Object.entries(measured).filter(
      ([id, own]) => isEqual(own.ablation, ablations[id]) && own.moment === moment,
    );
    const all = switchedRows(experiment, {
      groups: groups.map(({ members }) => members),
      pinnedRun,
      measured: Object.fromEntries(current),
      has: ({ id }) => ablations[id] !== undefined,
    });
    return all.filter((_, g) => groups[g]?.isShown);
  }, [experiment, groups, pinnedRun, measured, ablations, moment]);
  return {
    parts,
    principles,
    rows,
    toggle: (part) => set({ partsOff: toggledParts(parts, [part]) }),
    togglePrinciple: (principle) => set({ principlesOff: xor(principles, [principle]) }),
    allOn: () => set({ partsOff: [], principlesOff: [] }),
  };
}
