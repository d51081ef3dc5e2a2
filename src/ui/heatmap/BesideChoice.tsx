/** Chooses what the large map is compared with. */
import { NativeSelect } from '@mantine/core';
import { range } from 'es-toolkit';
import { memo } from 'react';
import { chosenTask } from '../../data/tasks';
import type { View } from '../../document/view';
import { formatCount } from '../../format/numbers';
import { isolated } from '../../format/visible';
import { t } from '../../i18n/i18n';
import { useExperiment, useView } from '../AppContext';
import { useCapturedSteps } from '../time/useMoment';
import { useLanguage } from '../useLanguage';

interface ShownRun {
  runId: string;
  heads: number;
}

type OtherField = 'besideRun' | 'besideLayer' | 'besideHead' | 'besideMoment';

/** Not drawn anew with each move of the cursor. @param runId of the run that is shown @param heads of its layers */
export const BesideChoice = memo(function BesideChoice({ runId, heads }: ShownRun) {
  useLanguage();
  const task = useExperiment((e) => e.experiment.task);
  const mapBeside = useView((v) => v.mapBeside);
  const set = useView((v) => v.set);
  const kinds = ['none', 'map', ...(task && chosenTask(task).rightKeys ? ['truth' as const] : [])] as const;
  return (
    <>
      <NativeSelect
        size="xs"
        aria-label={t('maps.beside.label')}
        data-testid="map-beside"
        data={kinds.map((kind) => ({ value: kind, label: t(`maps.beside.kind.${kind}`) }))}
        value={mapBeside}
        onChange={(event) => set({ mapBeside: event.currentTarget.value as View['mapBeside'] })}
      />
      {mapBeside === 'map' && <OtherChoice runId={runId} heads={heads} />}
    </>
  );
});

/** Of the run, layer, head and moment. */
function OtherChoice({ runId, heads }: ShownRun) {
  const runs = useExperiment((e) => e.experiment.runs);
  const { besideRun, besideLayer, besideHead, besideMoment, mapKind, set } = useView();
  const steps = useCapturedSteps();
  const other = runs.find(({ id }) => id === (besideRun ?? runId));
  const numbered = (count: number, label: (n: string) => string) =>
    range(count).map((n) => ({ value: String(n), label: label(String(n + 1)) }));
  const numberOf = (value: string) => (value === '' ? null : Number(value));
  return (
    <>
      <Choice
        field="besideRun"
        value={besideRun}
        data={runs
          .filter(({ id }) => id !== runId)
          .map(({ id, name }) => ({ value: id, label: isolated(name) }))}
        onChoose={(value) => set({ besideRun: value || null })}
      />
      <Choice
        field="besideLayer"
        value={besideLayer}
        data={numbered(other?.layers.length ?? 0, (layer) => t('maps.beside.layer', { layer }))}
        onChoose={(value) => set({ besideLayer: numberOf(value) })}
      />
      {mapKind === 'heads' && (
        <Choice
          field="besideHead"
          value={besideHead}
          data={numbered(heads, (head) => t('maps.beside.head', { head }))}
          onChoose={(value) => set({ besideHead: numberOf(value) })}
        />
      )}
      <Choice
        field="besideMoment"
        value={besideMoment}
        data={steps.map((step) => ({
          value: String(step),
          label: t('maps.beside.step', { step: formatCount(step) }),
        }))}
        onChoose={(value) => set({ besideMoment: numberOf(value) })}
      />
    </>
  );
}

interface ChoiceProps {
  field: OtherField;
  /** null for the same as the large map's. */
  value: string | number | null;
  data: { value: string; label: string }[];
  onChoose(value: string): void;
}

function Choice({ field, value, data, onChoose }: ChoiceProps) {
  return (
    <NativeSelect
      size="xs"
      aria-label={t(`maps.beside.${field}.label`)}
      data-testid={field}
      data={[{ value: '', label: t(`maps.beside.${field}.same`) }, ...data]}
      value={value === null ? '' : String(value)}
      onChange={(event) => onChoose(event.currentTarget.value)}
    />
  );
}
