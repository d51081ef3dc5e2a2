/** Of a number: what it is, between which it is asked for, and how far off it may be. */
import { t } from '../../../../i18n/i18n';
import type { NumberQuestion } from '../../../../lessons/questions/number';
import { NumberField } from '../../../kit/NumberField';
import classes from '../Editor.module.css';
import { MeasureFields } from '../MeasureFields';
import type { FormProps } from './form';

const bounds = ['from', 'to', 'step', 'tolerance'] as const;

export function NumberForm({ question, runs, onChange }: FormProps<NumberQuestion>) {
  return (
    <>
      <MeasureFields
        measure={question.measure}
        runs={runs}
        onChange={(measure) => onChange({ ...question, measure })}
      />
      <div className={classes.fields}>
        {bounds.map((bound) => (
          <NumberField
            key={bound}
            label={t(`lessonWriting.form.number.${bound}`)}
            value={question[bound]}
            testId={`question-${bound}`}
            onCommit={(value) => onChange({ ...question, [bound]: value })}
          />
        ))}
      </div>
    </>
  );
}
