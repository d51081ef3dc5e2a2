/** Compares two runs, the pinned one and the chosen one: where their stacks and settings differ, and their figures do. */

import { CloseButton, NativeSelect } from '@mantine/core';
import { isEqual } from 'es-toolkit';
import { useMemo, useState } from 'react';
import { type Layer, layerName } from '../../../attention/layers';
import { chosenRun, referenceRun } from '../../../document/view';
import type { Run } from '../../../experiment/schema';
import { formatCount } from '../../../format/numbers';
import { cutName } from '../../../format/runName';
import { isolated, visibleText } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import { useExperiment, useView } from '../../AppContext';
import { comparedSteps } from '../../charts/trainDelta';
import { DeltaNote } from '../../kit/DeltaNote';
import { DeltaText } from '../../kit/DeltaText';
import { Isolated } from '../../kit/Isolated';
import { RunSwatch } from '../../kit/RunSwatch';
import type { PanelProps } from '../panel';
import classes from './ComparePanel.module.css';
import { type ComparedRun, useComparedRuns } from './useComparedRuns';
import { useComparison } from './useComparison';

/** That a choice of a run has room for: the browser cuts what is longer at its end. */
const mostCharacters = 36;

export function ComparePanel({ id, title }: PanelProps) {
  const { runs } = useExperiment((e) => e.experiment);
  const { runId, pinnedRun, set } = useView();
  const offered = useComparedRuns();
  // A run of elsewhere is no part of the document, and neither is the choice of one.
  const [elsewhere, setElsewhere] = useState<string | null>(null);
  const find = (id: string | null) => offered.find((run) => run.id === id);
  const findOwn = ({ id }: Run) =>
    offered.find(({ isElsewhere, trained }) => !isElsewhere && trained?.runs.some((run) => run.id === id));
  const first = findOwn(referenceRun(runs, { pinnedRun }));
  const chosen = find(elsewhere) ?? findOwn(chosenRun(runs, runId));
  // A run compared with itself tells nothing.
  const second = chosen?.id === first?.id ? offered.find((run) => run.id !== first?.id) : chosen;
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
      {!first || !second ? (
        <p className="muted">{t('compare.addSecond')}</p>
      ) : (
        <>
          <div className={classes.choices}>
            <Choice
              label={t('compare.pinned')}
              run={first}
              offered={offered.filter(({ isElsewhere }) => !isElsewhere)}
              onChoose={(id) => set({ pinnedRun: id })}
            />
            <Choice
              label={t('compare.with')}
              run={second}
              offered={offered}
              onChoose={(id) => {
                const isElsewhere = find(id)?.isElsewhere ?? false;
                setElsewhere(isElsewhere ? id : null);
                if (!isElsewhere) set({ runId: id });
              }}
            />
          </div>
          <Stacks first={first} second={second} />
          <Figures first={first} second={second} />
        </>
      )}
    </section>
  );
}

interface ChoiceProps {
  label: string;
  run: ComparedRun;
  offered: readonly ComparedRun[];
  onChoose(id: string): void;
}

function Choice({ label, run, offered, onChoose }: ChoiceProps) {
  return (
    <NativeSelect
      label={
        <span className={classes.label}>
          <RunSwatch style={run.style} elsewhere={run.isElsewhere} /> {label}
        </span>
      }
      size="xs"
      title={isolated(run.name)}
      value={run.id}
      data={offered.map(({ id, name }) => ({
        value: id,
        label: isolated(cutName(visibleText(name), mostCharacters)),
      }))}
      onChange={(event) => onChoose(event.currentTarget.value)}
    />
  );
}

interface Pair {
  first: ComparedRun;
  second: ComparedRun;
}

/** Both stacks from the last layer to the first, what differs in bold. */
function Stacks({ first, second }: Pair) {
  const stackOf = ({ trained }: ComparedRun) => trained?.runs[0]?.layers ?? [];
  const [own, other] = [stackOf(first), stackOf(second)];
  const depth = Math.max(own.length, other.length);
  const layers = Array.from({ length: depth }, (_, l) => l).reverse();
  const nameOf = (layer: Layer | undefined) => (layer ? layerName(layer) : '–');
  const differs = (l: number) => !isEqual(own[l], other[l]);
  const differing = layers.filter(differs).length;
  // A log does not tell its stack.
  if (own.length === 0 || other.length === 0) return null;
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
          <tr key={l} data-differs={differs(l) || undefined}>
            <th scope="row">{l + 1}</th>
            <td>{nameOf(own[l])}</td>
            <td>{nameOf(other[l])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Figures({ first, second }: Pair) {
  const runs = useMemo(() => [first, second] as const, [first, second]);
  const rows = useComparison(runs);
  const compared = rows.flatMap(({ name, difference }) =>
    difference && 'delta' in difference ? [{ name, deltas: [difference.delta] }] : [],
  );
  const trainingLoss = t('compare.figures.trainingLoss');
  // Seeds are compared by the last loss of each.
  const comparesSteps =
    compared.some(({ name }) => name === trainingLoss) &&
    [first, second].every(({ trained }) => trained?.runs.length === 1);
  const steps = formatCount(comparedSteps);
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
              <td>
                {difference && ('delta' in difference ? <DeltaText {...difference} /> : difference.text)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {compared.length > 0 && (
        <DeltaNote
          against={first.name}
          columns={compared}
          more={comparesSteps ? [t('curves.table.compared', { column: trainingLoss, steps })] : []}
          testId="compare-delta-note"
        />
      )}
      {second.isElsewhere && <p className="muted">{t('compare.figures.elsewhere')}</p>}
    </>
  );
}

/** Whole names, in as many lines as they take: cut, two may be the same. */
const NameHeads = ({ first, second }: Pair) =>
  [first, second].map(({ id, name, style, isElsewhere }) => (
    <th key={id} scope="col">
      <RunSwatch style={style} elsewhere={isElsewhere} /> <Isolated text={name} />
    </th>
  ));
