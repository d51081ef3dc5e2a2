/** Renders the menu of a run: placement, layers, name, copy, removal, style. */

import { ActionIcon, Menu } from '@mantine/core';
import { EllipsisVertical } from 'lucide-react';
import { useMemo } from 'react';
import { branchRun } from '../../../experiment/branches';
import { addLayer, duplicateRun, removeLayer, removeRun } from '../../../experiment/edit';
import { type Experiment, limits, type Run } from '../../../experiment/schema';
import { addSeeds } from '../../../experiment/seedRuns';
import { formatCount } from '../../../format/numbers';
import { isolated } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import { useApp, useChosenLayerOf, useExperiment, useRuns, useView } from '../../AppContext';
import { Hint } from '../../kit/Hint';
import { focusRunMenu } from './focus';
import { RunStyleChoice } from './RunStyleChoice';
import { useLossDelta } from './useLossDelta';

interface Props {
  run: Run;
  index: number;
  /** Its button is a stop of the Tab key. */
  focusable: boolean;
}

export function RunMenu({ run, index, focusable }: Props) {
  const label = t('runs.menu.label', { run: isolated(run.name) });
  return (
    // Higher than what is below or above a row of many: it then lies over the row.
    <Menu position="bottom-end" middlewares={{ shift: { crossAxis: true } }} withinPortal>
      <Hint label={label}>
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={26}
            tabIndex={focusable ? 0 : -1}
            aria-label={label}
            data-run-menu={index}
            data-testid={`run-menu-${index}`}
          >
            <EllipsisVertical size={18} />
          </ActionIcon>
        </Menu.Target>
      </Hint>
      <Menu.Dropdown>
        <Items run={run} index={index} />
      </Menu.Dropdown>
    </Menu>
  );
}

/** A component of its own, which is there while the menu is open: it follows the moment, and eight closed menus need not. */
function Items({ run, index }: Omit<Props, 'focusable'>) {
  const { history } = useApp().document;
  const update = useExperiment((e) => e.update);
  const runCount = useExperiment((e) => e.experiment.runs.length);
  const set = useView((v) => v.set);
  const moment = useView((v) => v.moment);
  const members = useMemo(() => [run], [run]);
  const against = useLossDelta(members);
  const taken = useRuns((r) => r.checkpoints[run.id]?.steps ?? 0);
  // A branch begins where the page looks.
  const step = Math.min(moment ?? taken, taken);
  const layer = useChosenLayerOf(run) ?? run.layers.length - 1;
  // What is chosen then is the branch: a change is meant for it, and would train its origin anew.
  const branch = () => {
    let branchId = run.id;
    const note = (id: string) => {
      branchId = id;
      return (e: Experiment) => e;
    };
    if (update(branchRun(run.id, step, note))) set({ runId: branchId });
  };
  const remove = () => {
    const label = () => t('runs.menu.removed', { run: isolated(run.name) });
    if (history.change(label, () => update(removeRun(run.id)))) focusRunMenu(Math.min(index, runCount - 2));
  };
  return (
    <>
      {against && <Menu.Label maw={300}>{against.sentence}</Menu.Label>}
      <Menu.Item onClick={() => set({ dialog: { kind: 'place', runId: run.id } })}>
        {t('runs.menu.placement')}
      </Menu.Item>
      <Menu.Item disabled={run.layers.length >= limits.layers} onClick={() => update(addLayer(run.id))}>
        {t('runs.menu.addLayer')}
      </Menu.Item>
      <Menu.Item
        disabled={run.layers.length === 1}
        onClick={() =>
          history.change(
            () => t('runs.removedLayer', { layer: layer + 1, run: isolated(run.name) }),
            () => update(removeLayer(run.id, layer)),
          )
        }
      >
        {t('runs.menu.removeLayer', { layer: layer + 1 })}
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item onClick={() => set({ dialog: { kind: 'rename', runId: run.id } })}>
        {t('runs.menu.rename')}
      </Menu.Item>
      <Menu.Item onClick={() => set({ dialog: { kind: 'overrides', runId: run.id } })}>
        {t('runs.menu.overrides')}
      </Menu.Item>
      <Menu.Item disabled={runCount >= limits.runs} onClick={() => update(duplicateRun(run.id))}>
        {t('runs.menu.duplicate')}
      </Menu.Item>
      <Menu.Item disabled={runCount >= limits.runs} onClick={() => update(addSeeds(run.id, 3))}>
        {t('runs.menu.threeSeeds')}
      </Menu.Item>
      {step > 0 && (
        <Menu.Item disabled={runCount >= limits.runs} onClick={branch}>
          {t('runs.menu.branch', { step: formatCount(step) })}
        </Menu.Item>
      )}
      <Menu.Item onClick={() => set({ runId: run.id, dialog: { kind: 'export' } })}>
        {t('runs.menu.export')}
      </Menu.Item>
      <Menu.Divider />
      <RunStyleChoice run={run} />
      <Menu.Divider />
      <Menu.Item disabled={runCount === 1} onClick={remove}>
        {t('runs.menu.remove')}
      </Menu.Item>
    </>
  );
}
