/** Of a curve: whose it is, the picture that it is drawn in, and how far off it may be. */
import { t } from '../../../../i18n/i18n';
import type { CurveQuestion } from '../../../../lessons/questions/curve';
import { NumberField } from '../../../kit/NumberField';
import classes from '../Editor.module.css';
import { CurveQuantityField, RunField } from '../fields';
import type { FormProps } from './form';

const bounds = ['steps', 'from', 'to', 'tolerance'] as const;

export function CurveForm({ question, runs, onChange }: FormProps<CurveQuestion>) {
  return (
    <div className={classes.fields}>
      <RunField value={question.run} runs={runs} onChange={(run) => onChange({ ...question, run })} />
      <CurveQuantityField value={question.of} onChange={(of) => onChange({ ...question, of })} />
      {bounds.map((bound) => (
        <NumberField
          key={bound}
          label={t(`lessonWriting.form.curve.${bound}`)}
          value={question[bound]}
          testId={`question-${bound}`}
          onCommit={(value) => onChange({ ...question, [bound]: value })}
        />
      ))}
    </div>
  );
}
