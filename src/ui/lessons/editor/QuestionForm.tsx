/** The prediction that a step asks for: its kind, its sentence, and what its kind needs. */
import { useState } from 'react';
import type { Experiment } from '../../../experiment/schema';
import { t } from '../../../i18n/i18n';
import {
  blankQuestion,
  type Question,
  type QuestionKindId,
  questionKinds,
  questionSchema,
} from '../../../lessons/questions';
import { useChosenRun } from '../../AppContext';
import { useCurrentProbe } from '../../panels/attention/useCurrentProbe';
import { ChoiceField } from './fields';
import { formOf } from './questions';
import { TextField, type WrittenLanguage } from './TextField';

interface Props {
  question: Question | undefined;
  /** Of the step. */
  experiment: Experiment;
  language: WrittenLanguage;
  onChange(question: Question | undefined): void;
}

const kinds = Object.keys(questionKinds) as QuestionKindId[];

export function QuestionForm({ question, experiment, language, onChange }: Props) {
  const run = useChosenRun();
  const { probe } = useCurrentProbe();
  const tokens = probe?.tokens ?? null;
  const [cannot, setCannot] = useState<QuestionKindId | null>(null);
  const choose = (kind: QuestionKindId | 'none') => {
    setCannot(null);
    if (kind === 'none') return onChange(undefined);
    const isThere = experiment.runs.some(({ id }) => id === run.id);
    const about = { experiment, run: isThere ? run.id : (experiment.runs[0]?.id ?? run.id), tokens };
    const blank = blankQuestion(kind, about);
    if (blank) onChange({ ...blank, prompt: question?.prompt ?? blank.prompt });
    else setCannot(kind);
  };
  const change = (changed: Question): string | null => {
    if (!questionSchema.safeParse(changed).success) return t('lessonWriting.outOfBounds');
    onChange(changed);
    return null;
  };
  const Form = question && formOf(question);
  return (
    <>
      <ChoiceField
        label={t('lessonWriting.question.label')}
        value={question?.kind ?? 'none'}
        data={(['none', ...kinds] as const).map((kind) => ({
          value: kind,
          label: t(`lessonWriting.question.${kind}`),
        }))}
        testId="question-kind"
        onChange={choose}
      />
      {cannot && (
        <p className="error" role="alert">
          {t(cannot === 'rank' ? 'lessonWriting.question.needsRuns' : 'lessonWriting.question.needsMaps')}
        </p>
      )}
      {question && Form && (
        <>
          <TextField
            key={`prompt ${question.kind}`}
            label={t('lessonWriting.question.prompt')}
            text={question.prompt}
            language={language}
            testId="writing-prompt"
            onCommit={(prompt) => change({ ...question, prompt })}
          />
          <Form
            key={question.kind}
            question={question}
            language={language}
            runs={experiment.runs}
            tokens={tokens}
            onChange={change}
          />
        </>
      )}
    </>
  );
}
