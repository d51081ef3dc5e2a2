/** What a question or a claim reads of a run: which quantity, and where on its curve. */
import type { Run } from '../../../experiment/schema';
import { t } from '../../../i18n/i18n';
import { evaluationOf, type Measure } from '../../../lessons/measures';
import { NumberField } from '../../kit/NumberField';
import classes from './Editor.module.css';
import { ChoiceField, QuantityField, RunField } from './fields';

interface Props {
  measure: Measure;
  runs: readonly Run[];
  /** @returns why it is refused, or null */
  onChange(measure: Measure): string | null;
}

export function MeasureFields({ measure, runs, onChange }: Props) {
  return (
    <div className={classes.fields}>
      <RunField value={measure.run} runs={runs} onChange={(run) => onChange({ ...measure, run })} />
      <QuantityField value={measure.of} onChange={(of) => onChange({ ...measure, of })} />
      {evaluationOf(measure.of) === null && (
        <PlaceFields at={measure.at} onChange={(at) => onChange({ ...measure, at })} />
      )}
    </div>
  );
}

interface PlaceProps {
  at: Measure['at'];
  onChange(at: Measure['at']): string | null;
}

/** The end of the curve, its best point, or a step. */
export function PlaceFields({ at, onChange }: PlaceProps) {
  const places = ['end', 'best', 'step'] as const;
  return (
    <>
      <ChoiceField
        label={t('lessonWriting.form.at.label')}
        value={typeof at === 'number' ? 'step' : at}
        data={places.map((place) => ({ value: place, label: t(`lessonWriting.form.at.${place}`) }))}
        onChange={(place) => onChange(place === 'step' ? 100 : place)}
      />
      {typeof at === 'number' && (
        <NumberField
          label={t('lessonWriting.form.step')}
          value={at}
          testId="measure-step"
          onCommit={onChange}
        />
      )}
    </>
  );
}
