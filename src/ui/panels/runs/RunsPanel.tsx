/** Lists the runs, a row each or one for each group of seeds, and edits the layer that is chosen in one of them. */

import { Button } from '@mantine/core';
import { Columns2, Plus } from 'lucide-react';
import { addRun } from '../../../experiment/edit';
import { limits } from '../../../experiment/schema';
import { t } from '../../../i18n/i18n';
import { useExperiment, useView } from '../../AppContext';
import { compare } from '../../actions/pageActions';
import { SeedChoice, useSeedGroups } from '../../charts/SeedChoice';
import { ActionButton } from '../../kit/ActionButton';
import type { PanelProps } from '../panel';
import { ChosenLayer } from './ChosenLayer';
import { focusNewCell } from './focus';
import { ReadOnlyGroups } from './ReadOnlyGroups';
import { RunRow } from './RunRow';
import classes from './RunsPanel.module.css';
import { SeedGroupRow } from './SeedGroupRow';
import { Takes } from './Takes';

export function RunsPanel({ id, title }: PanelProps) {
  const runs = useExperiment((e) => e.experiment.runs);
  const groups = useSeedGroups();
  const seedDrawing = useView((v) => v.seedDrawing);
  const error = useExperiment((e) => e.error);
  const update = useExperiment((e) => e.update);
  return (
    <section className={classes.panel} aria-label={title} data-testid={id}>
      <Takes />
      <SeedChoice testId="seed-drawing" className={classes.seeds} />
      <ul className={classes.rows} aria-label={t('runs.list')}>
        {runs.map((run, index) => {
          const group = seedDrawing !== 'each' && groups.find(({ members }) => members.includes(run));
          if (!group) return <RunRow key={run.id} run={run} index={index} />;
          if (group.members[0] !== run) return null;
          return <SeedGroupRow key={group.key} members={group.members} band={seedDrawing} />;
        })}
      </ul>
      <div className={classes.add}>
        <Button
          size="xs"
          variant="default"
          leftSection={<Plus size={16} />}
          disabled={runs.length >= limits.runs}
          onClick={() => update(addRun) && focusNewCell(runs.length, 0)}
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
