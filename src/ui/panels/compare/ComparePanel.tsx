/** Compares two runs, the pinned one and the chosen one: where their stacks and settings differ, and their figures do. */

import { CloseButton, NativeSelect } from '@mantine/core';
import { isEqual } from 'es-toolkit';
import { useMemo } from 'react';
import { layerName } from '../../../attention/layers';
import { chosenRun, referenceRun } from '../../../document/view';
import { styleOf } from '../../../experiment/runStyles';
import type { Run } from '../../../experiment/schema';
import { isolated } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import { useExperiment, useView } from '../../AppContext';
import { Isolated } from '../../kit/Isolated';
import { RunSwatch } from '../../kit/RunSwatch';
import type { PanelProps } from '../panel';
import classes from './ComparePanel.module.css';
import { useComparison } from './useComparison';

export function ComparePanel({ id, title }: PanelProps) {
  const { runs } = useExperiment((e) => e.experiment);
  const { runId, pinnedRun, set } = useView();
  const first = referenceRun(runs, { pinnedRun });
  const chosen = chosenRun(runs, runId);
  // A run compared with itself tells nothing.
  const second = chosen.id === first.id ? (runs.find((run) => run.id !== first.id) ?? chosen) : chosen;
  return (
    <section className={classes.panel} aria-label={title} data-testid={id}>
      <header className={classes.head}>
        <h2>{title}</h2>
        <CloseButton
          aria-label={t('compare.close')}
          data-testid="close-compare"
          onClick={() => set({ comparing: false })}
        />
      </header>
      {runs.length < 2 ? (
        <p className="muted">{t('compare.addSecond')}</p>
      ) : (
        <>
          <div className={classes.choices}>
            <Choice label={t('compare.pinned')} run={first} onChoose={(id) => set({ pinnedRun: id })} />
            <Choice label={t('compare.with')} run={second} onChoose={(runId) => set({ runId })} />
          </div>
          <Stacks first={first} second={second} />
          <Figures first={first} second={second} />
        </>
      )}
    </section>
  );
}

function Choice({ label, run, onChoose }: { label: string; run: Run; onChoose(id: string): void }) {
  const runs = useExperiment((e) => e.experiment.runs);
  return (
    <NativeSelect
      label={
        <span className={classes.label}>
          <RunSwatch style={styleOf(runs, run.id)} /> {label}
        </span>
      }
      size="xs"
      value={run.id}
      data={runs.map(({ id, name }) => ({ value: id, label: isolated(name) }))}
      onChange={(event) => onChoose(event.currentTarget.value)}
    />
  );
}

interface Pair {
  first: Run;
  second: Run;
}

/** Both stacks from the last layer to the first, what differs in bold. */
function Stacks({ first, second }: Pair) {
  const depth = Math.max(first.layers.length, second.layers.length);
  const layers = Array.from({ length: depth }, (_, l) => l).reverse();
  const nameAt = ({ layers }: Run, l: number) => (layers[l] ? layerName(layers[l]) : '–');
  const differing = layers.filter((l) => !isEqual(first.layers[l], second.layers[l])).length;
  return (
    <table className={`${classes.table} ${classes.stacks}`}>
      <caption>
        {differing === 0 ? t('compare.stacks.same') : t('compare.stacks.differ', { count: differing, depth })}
      </caption>
      <thead>
        <tr>
          <th scope="col">{t('kit.layer')}</th>
          <NameHeads first={first} second={second} />
        </tr>
      </thead>
      <tbody>
        {layers.map((l) => (
          <tr key={l} data-differs={!isEqual(first.layers[l], second.layers[l]) || undefined}>
            <th scope="row">{l + 1}</th>
            <td>{nameAt(first, l)}</td>
            <td>{nameAt(second, l)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Figures({ first, second }: Pair) {
  const runs = useMemo(() => [first, second] as const, [first, second]);
  const rows = useComparison(runs);
  const hasErrors = rows.some(({ difference }) => difference?.includes('±'));
  return (
    <>
      <table className={`${classes.table} ${classes.figures}`} data-testid="compared-figures">
        <caption>{t('compare.figures.caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('compare.figures.name')}</th>
            <NameHeads first={first} second={second} />
            <th scope="col">{t('compare.figures.difference')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, texts, difference }) => (
            <tr key={name} data-differs={texts[0] !== texts[1] || undefined}>
              <th scope="row">{name}</th>
              <td>{texts[0]}</td>
              <td>{texts[1]}</td>
              <td>{difference ?? ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {hasErrors && <p className="muted">{t('compare.figures.errors')}</p>}
    </>
  );
}

const NameHeads = ({ first, second }: Pair) => (
  <>
    <th scope="col" title={isolated(first.name)}>
      <Isolated text={first.name} />
    </th>
    <th scope="col" title={isolated(second.name)}>
      <Isolated text={second.name} />
    </th>
  </>
);
