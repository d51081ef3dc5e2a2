/** Lists the runs, a row each or one for each group of seeds, and edits the layer that is chosen in one of them. */

import { Button } from '@mantine/core';
import { sumBy } from 'es-toolkit';
import { Columns2, Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { addRun } from '../../../experiment/edit';
import { limits, type Run } from '../../../experiment/schema';
import { t } from '../../../i18n/i18n';
import { useApp, useExperiment, useListFilter, useRuns, useView } from '../../AppContext';
import { compare } from '../../actions/pageActions';
import { SeedChoice, useSeedGroups } from '../../charts/SeedChoice';
import { longList, useRunFilter } from '../../charts/useHiddenRuns';
import { ActionButton } from '../../kit/ActionButton';
import type { PanelProps } from '../panel';
import { ChosenLayer } from './ChosenLayer';
import { focusNewCell } from './focus';
import { ListTools } from './ListTools';
import { listedRows, type RunSort } from './listedRuns';
import { ReadOnlyGroups } from './ReadOnlyGroups';
import { RunRow } from './RunRow';
import classes from './RunsPanel.module.css';
import { SeedGroupRow } from './SeedGroupRow';
import { Takes } from './Takes';
import { useLossNote } from './useLossDelta';

const noCurves = {};

/** Returns the rows of the list, each a run or the seeds of one, and the tools that choose them; null for a short list. */
function useListed() {
  const experiment = useExperiment((e) => e.experiment);
  const groups = useSeedGroups();
  const together = useView((v) => v.seedDrawing !== 'each');
  const { listFilter } = useApp();
  const typed = useListFilter((l) => l.typed);
  const setTyped = (next: string) => listFilter.setState({ typed: next });
  const filter = useRunFilter();
  const [chosen, setSort] = useState<RunSort>('added');
  const { runs, task } = experiment;
  const isLong = runs.length >= longList;
  const sort = isLong && (chosen !== 'accuracy' || task) ? chosen : 'added';
  // Only what sorts has the list drawn anew.
  const curves = useRuns((r) => (sort === 'loss' || sort === 'accuracy' ? r.curves : noCurves));
  const rows = useMemo(() => {
    const all = together
      ? runs.flatMap((run): (readonly Run[])[] => {
          const group = groups.find(({ members }) => members.includes(run));
          if (!group) return [[run]];
          return group.members[0] === run ? [group.members] : [];
        })
      : runs.map((run) => [run]);
    return listedRows(experiment, all, { filter, sort, curves });
  }, [experiment, runs, groups, together, filter, sort, curves]);
  const tools = isLong && {
    typed,
    onType: setTyped,
    refusal: filter.ok ? null : filter.message,
    sort,
    onSort: setSort,
    shown: sumBy(rows, ({ length }) => length),
  };
  return { rows, tools, showAll: () => setTyped('') };
}

export function RunsPanel({ id, title }: PanelProps) {
  const runs = useExperiment((e) => e.experiment.runs);
  const seedDrawing = useView((v) => v.seedDrawing);
  const error = useExperiment((e) => e.error);
  const update = useExperiment((e) => e.update);
  const { rows, tools, showAll } = useListed();
  const lossNote = useLossNote();
  return (
    <section className={classes.panel} aria-label={title} data-testid={id}>
      <Takes />
      <SeedChoice testId="seed-drawing" className={classes.seeds} />
      {tools && <ListTools {...tools} />}
      <ul className={classes.rows} aria-label={t('runs.list')}>
        {rows.map((members) => {
          const [first] = members as [Run];
          return members.length > 1 && seedDrawing !== 'each' ? (
            <SeedGroupRow key={`seeds ${first.id}`} members={members} band={seedDrawing} />
          ) : (
            <RunRow key={first.id} run={first} index={runs.indexOf(first)} />
          );
        })}
      </ul>
      {lossNote && (
        <p className={`muted ${classes.note}`} data-testid="run-loss-note">
          {lossNote}
        </p>
      )}
      <div className={classes.add}>
        <Button
          size="xs"
          variant="default"
          leftSection={<Plus size={16} />}
          disabled={runs.length >= limits.runs}
          onClick={() => {
            if (!update(addRun)) return;
            // What was just added is not to be hidden.
            showAll();
            focusNewCell(runs.length, 0);
          }}
        >
          {t('runs.add')}
        </Button>
        <ActionButton action={compare} icon={Columns2} iconSize={16} size="xs" variant="default" />
        {runs.length >= limits.runs && <span className="muted">{t('runs.most', { runs: limits.runs })}</span>}
      </div>
      {error && (
        <p className="error" role="alert">
          {error()}
        </p>
      )}
      <ReadOnlyGroups />
      <ChosenLayer />
    </section>
  );
}
