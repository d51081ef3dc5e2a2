/** Of a choice: the sentences, and which of them is right: as the lesson says, or as results decide. */
import { Button } from '@mantine/core';
import { Plus, Trash2 } from 'lucide-react';
import { formatCount } from '../../../../format/numbers';
import { t } from '../../../../i18n/i18n';
import type { Claim } from '../../../../lessons/claims';
import { type ChooseQuestion, mostOptions } from '../../../../lessons/questions/choose';
import classes from '../Editor.module.css';
import { ChoiceField } from '../fields';
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
    <>
      {options.map((option, at) => (
        <fieldset
          // biome-ignore lint/suspicious/noArrayIndexKey: an option is known by its place
          key={at}
          className={classes.form}
          aria-label={t('lessonWriting.form.option', { number: formatCount(at + 1) })}
        >
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
          {options.length > 2 && (
            <div className={classes.buttons}>
              <Button
                size="compact-sm"
                variant="default"
                leftSection={<Trash2 size={16} />}
                onClick={() => onChange({ ...question, options: options.toSpliced(at, 1) })}
              >
                {t('lessonWriting.form.removeOption', { number: formatCount(at + 1) })}
              </Button>
            </div>
          )}
        </fieldset>
      ))}
      {options.length < mostOptions && (
        <div className={classes.buttons}>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<Plus size={16} />}
            data-testid="add-option"
            onClick={() => {
              const letter = String.fromCharCode(65 + options.length);
              onChange({ ...question, options: [...options, { text: { en: letter }, right: false }] });
            }}
          >
            {t('lessonWriting.form.addOption')}
          </Button>
        </div>
      )}
    </>
  );
}
