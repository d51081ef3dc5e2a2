/** Of a cell: which map, the token that attends, and the tokens to choose from, which are those of the maps on the page. */
import { Button } from '@mantine/core';
import { visibleText } from '../../../../format/visible';
import { t } from '../../../../i18n/i18n';
import { type CellQuestion, mostTokens } from '../../../../lessons/questions/cell';
import { NumberField } from '../../../kit/NumberField';
import classes from '../Editor.module.css';
import { ChoiceField, RunField } from '../fields';
import type { FormProps } from './form';

/** Shown from 1, as the page counts layers and heads; the lesson has them from 0. */
const places = ['layer', 'head'] as const;

export function CellForm({ question, runs, tokens, onChange }: FormProps<CellQuestion>) {
  return (
    <>
      <div className={classes.fields}>
        <RunField value={question.run} runs={runs} onChange={(run) => onChange({ ...question, run })} />
        {places.map((place) => (
          <NumberField
            key={place}
            label={t(`lessonWriting.form.cell.${place}`)}
            value={question[place] + 1}
            testId={`question-${place}`}
            onCommit={(value) => onChange({ ...question, [place]: value - 1 })}
          />
        ))}
        <ChoiceField
          label={t('lessonWriting.form.cell.query')}
          value={String(question.query)}
          data={question.tokens.map((token, at) => ({
            value: String(at),
            label: `${at + 1}: ${visibleText(token)}`,
          }))}
          onChange={(query) => onChange({ ...question, query: Number(query) })}
        />
      </div>
      <p className="muted">
        {t('lessonWriting.form.cell.tokens', { tokens: visibleText(question.tokens.join(' ')) })}
      </p>
      {tokens && (
        <div className={classes.buttons}>
          <Button
            size="compact-sm"
            variant="default"
            data-testid="take-tokens"
            onClick={() => {
              const taken = tokens.slice(0, mostTokens);
              onChange({ ...question, tokens: taken, query: Math.min(question.query, taken.length - 1) });
            }}
          >
            {t('lessonWriting.form.cell.take')}
          </Button>
        </div>
      )}
    </>
  );
}
