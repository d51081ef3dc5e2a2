/** One change of the chosen layer, measured by itself, and a table of what was measured. */
import { Button, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { mixingOf } from '../../../attention/layers';
import { variant } from '../../../attention/variants';
import type { Run } from '../../../experiment/schema';
import { formatCount, formatFixed, formatMeasured, formatPercent } from '../../../format/numbers';
import { isolated } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import { valueDelta } from '../../../measure/deltas';
import type { Ablation } from '../../../runtime/protocol';
import { useAblation, useApp, useChosenLayer, useExperiment, useView } from '../../AppContext';
import { DeltaText } from '../../kit/DeltaText';
import { ScrollBox } from '../../kit/ScrollBox';
import { useMoment } from '../../time/useMoment';
import classes from './InsidePanels.module.css';
import { measuredLoss } from './shownGrid';

/** What is done to the layer; `run ID` takes another run's map. */
function ablationOf(change: string, layer: number): Ablation {
  if (change === 'off') return { layersOff: [layer] };
  if (change === 'standard') return { standard: [layer] };
  if (change === 'uniform' || change === 'mean') return { maps: [{ layer, by: change }] };
  return { maps: [{ layer, by: { runId: change.slice('run '.length) } }] };
}

export function ChangeForm({ run, disabled }: { run: Run; disabled: boolean }) {
  const { session } = useApp();
  const runs = useExperiment((e) => e.experiment.runs);
  const layer = useChosenLayer();
  const set = useView((v) => v.set);
  const moment = useMoment();
  const measuring = useAblation((a) => a.measuring);
  const [chosen, setChosen] = useState('off');
  const own = run.layers[layer];
  const mixes = own !== undefined && mixingOf(own) !== null;
  const others = runs.filter((other) => {
    const theirs = other.layers[layer];
    return other.id !== run.id && theirs !== undefined && mixingOf(theirs) !== null;
  });
  const changes = [
    { value: 'off', label: t('inside.change.off') },
    ...(mixes
      ? [
          { value: 'uniform', label: t('inside.change.uniform') },
          { value: 'mean', label: t('inside.change.mean') },
          ...(own.variant === 'standard' ? [] : [{ value: 'standard', label: t('inside.change.standard') }]),
          ...others.map(({ id, name }) => ({
            value: `run ${id}`,
            label: t('inside.change.other', { run: isolated(name) }),
          })),
        ]
      : []),
  ];
  const change = changes.find(({ value }) => value === chosen) ?? changes[0];
  if (!change) return null;
  const name = `${t('inside.layer', { layer: layer + 1 })}: ${change.label}`;
  return (
    <>
      <div className={classes.change}>
        <NativeSelect
          size="sm"
          label={t('inside.change.layer')}
          data-testid="change-layer"
          value={String(layer)}
          onChange={(event) => set({ layer: Number(event.currentTarget.value) })}
          data={run.layers.map((one, l) => ({
            value: String(l),
            label: `${l + 1} ${variant(one.variant).name}`,
          }))}
        />
        <NativeSelect
          size="sm"
          label={t('inside.change.what')}
          data-testid="change-what"
          value={change.value}
          onChange={(event) => setChosen(event.currentTarget.value)}
          data={changes}
        />
        <Button
          size="sm"
          variant="default"
          loading={measuring}
          disabled={disabled}
          data-testid="measure-change"
          onClick={() => void session.ablation.measure(run.id, ablationOf(change.value, layer), name, moment)}
        >
          {t('inside.change.measure')}
        </Button>
      </div>
      <ChangesTable />
    </>
  );
}

function ChangesTable() {
  const changes = useAblation((a) => a.changes);
  const runs = useExperiment((e) => e.experiment.runs);
  if (changes.length === 0) return null;
  return (
    <ScrollBox label={t('inside.change.table')}>
      <table className={classes.changes} data-testid="changes">
        <thead>
          <tr>
            <th scope="col">{t('inside.change.run')}</th>
            <th scope="col">{t('inside.change.change')}</th>
            <th scope="col">{t('inside.change.asIs')}</th>
            <th scope="col">{t('inside.change.changed')}</th>
            <th scope="col">{t('inside.change.difference')}</th>
          </tr>
        </thead>
        <tbody>
          {changes.map(({ runId, ablation, name, step, whole, without }) => (
            <tr key={`${runId} ${step} ${JSON.stringify(ablation)}`}>
              <th scope="row">
                {t('inside.change.runAt', {
                  run: isolated(runs.find(({ id }) => id === runId)?.name ?? '–'),
                  step: formatCount(step),
                })}
              </th>
              <td>{name}</td>
              <td>{lossText(whole)}</td>
              <td>{lossText(without)}</td>
              <td>
                <DeltaText
                  delta={valueDelta(measuredLoss(without), measuredLoss(whole))}
                  write={(value) => formatMeasured(value, 4)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="muted">{t('inside.change.paired')}</p>
    </ScrollBox>
  );
}

const lossText = ({ loss, accuracy }: { loss: number; accuracy: number | null }): string =>
  accuracy === null ? formatFixed(loss, 4) : `${formatFixed(loss, 4)} · ${formatPercent(accuracy, 1)}`;
