/** Of an order: which runs, and by what. */
import { MultiSelect } from '@mantine/core';
import { isolated } from '../../../../format/visible';
import { t } from '../../../../i18n/i18n';
import { evaluationOf } from '../../../../lessons/measures';
import type { RankQuestion } from '../../../../lessons/questions/rank';
import classes from '../Editor.module.css';
import { QuantityField } from '../fields';
import { PlaceFields } from '../MeasureFields';
import type { FormProps } from './form';

export function RankForm({ question, runs, onChange }: FormProps<RankQuestion>) {
  const { by } = question;
  return (
    <div className={classes.fields}>
      <MultiSelect
        size="sm"
        label={t('lessonWriting.form.rankedRuns')}
        data={runs.map(({ id, name }) => ({ value: id, label: isolated(name) }))}
        value={question.runs}
        // One alone has no order: the last two stay.
        onChange={(chosen) => chosen.length > 1 && onChange({ ...question, runs: chosen })}
      />
      <QuantityField value={by.of} onChange={(of) => onChange({ ...question, by: { ...by, of } })} />
      {evaluationOf(by.of) === null && (
        <PlaceFields at={by.at} onChange={(at) => onChange({ ...question, by: { ...by, at } })} />
      )}
    </div>
  );
}
