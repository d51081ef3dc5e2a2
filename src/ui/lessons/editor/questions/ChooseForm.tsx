/** Of a choice: the sentences, and which of them is right: as the lesson says, or as results decide. */
import { formatCount } from '../../../../format/numbers';
import { t } from '../../../../i18n/i18n';
import type { Claim } from '../../../../lessons/claims';
import { type ChooseQuestion, mostOptions } from '../../../../lessons/questions/choose';
import { ChoiceField } from '../fields';
import { ListFields } from '../ListFields';
import { TextField } from '../TextField';
import { ClaimFields } from './ClaimFields';
import type { FormProps } from './form';

type Option = ChooseQuestion['options'][number];

export function ChooseForm({ question, language, runs, onChange }: FormProps<ChooseQuestion>) {
  const { options } = question;
  const change = (at: number, how: Partial<Option>) =>
    onChange({ ...question, options: options.map((one, i) => (i === at ? { ...one, ...how } : one)) });
  const first: Claim = {
    measure: { run: runs[0]?.id ?? '', of: 'accuracy', at: 'end' },
    is: 'above',
    than: 50,
  };
  return (
    <ListFields
      entries={options}
      least={2}
      most={mostOptions}
      name={(number) => t('lessonWriting.form.option', { number })}
      removes={(number) => t('lessonWriting.form.removeOption', { number })}
      adds={t('lessonWriting.form.addOption')}
      addTestId="add-option"
      blank={() => ({ text: { en: String.fromCharCode(65 + options.length) }, right: false })}
      fields={(option, at) => (
        <>
          <TextField
            label={t('lessonWriting.form.option', { number: formatCount(at + 1) })}
            text={option.text}
            language={language}
            testId={`writing-option-${at}`}
            onCommit={(text) => change(at, { text })}
          />
          <ChoiceField
            label={t('lessonWriting.form.is.label')}
            value={option.right === true ? 'right' : option.right === false ? 'wrong' : 'results'}
            data={(['right', 'wrong', 'results'] as const).map((value) => ({
              value,
              label: t(`lessonWriting.form.is.${value}`),
            }))}
            testId={`option-is-${at}`}
            onChange={(is) => change(at, { right: is === 'results' ? [first] : is === 'right' })}
          />
          {typeof option.right !== 'boolean' && (
            <ClaimFields claims={option.right} runs={runs} onChange={(right) => change(at, { right })} />
          )}
        </>
      )}
      onChange={(changed) => onChange({ ...question, options: changed })}
    />
  );
}
