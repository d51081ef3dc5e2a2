/** What a step says, marks, hides, locks, asks and trains; what it shows is taken from the page. */
import { Button, MultiSelect } from '@mantine/core';
import { RefreshCw, Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import { openDraft } from '../../../app/lessons/drafts';
import { t } from '../../../i18n/i18n';
import { pageParts } from '../../../lessons/parts';
import type { LessonStep } from '../../../lessons/schema';
import { experimentAt } from '../../../lessons/stage';
import { withStepText } from '../../../lessons/writing';
import { useApp, useDrafts } from '../../AppContext';
import classes from './Editor.module.css';
import { ExerciseForm } from './ExerciseForm';
import { MarksField } from './MarksField';
import { QuestionForm } from './QuestionForm';
import { TextField, type WrittenLanguage } from './TextField';
import { TrainFields } from './TrainFields';
import { WithoutFields } from './WithoutFields';

interface Props {
  step: LessonStep;
  at: number;
  language: WrittenLanguage;
}

export function StepForm({ step, at, language }: Props) {
  const { drafts } = useApp();
  const change = (how: Parameters<typeof withStepText>[2]) =>
    drafts.change((lesson) => withStepText(lesson, at, how));
  const lesson = useDrafts(openDraft);
  const experiment = useMemo(() => lesson && experimentAt(lesson, at), [lesson, at]);
  const parts = pageParts.map((value) => ({ value, label: t(`lessons.parts.${value}`) }));
  return (
    <fieldset className={classes.form} aria-label={t('lessonWriting.step', { step: at + 1 })}>
      <TextField
        label={t('lessonWriting.stepTitle')}
        text={step.title}
        language={language}
        testId="writing-title"
        onCommit={(title) => change({ title })}
      />
      <TextField
        label={t('lessonWriting.body')}
        text={step.body}
        language={language}
        testId="writing-body"
        rows={4}
        onCommit={(body) => change({ body })}
      />
      <TextField
        label={t('lessonWriting.notes')}
        text={step.notes}
        language={language}
        testId="writing-notes"
        rows={2}
        onCommit={(notes) => change({ notes })}
        onEmpty={() => change({ notes: undefined })}
      />
      <MarksField
        at={at}
        marks={step.marks ?? []}
        onChange={(marks) => change({ marks: marks.length > 0 ? marks : undefined })}
      />
      <MultiSelect
        size="sm"
        label={t('lessonWriting.hidden')}
        data={parts}
        value={step.hidden ?? []}
        onChange={(hidden) => change({ hidden: hidden as LessonStep['hidden'] })}
      />
      <MultiSelect
        size="sm"
        label={t('lessonWriting.locked')}
        data={parts}
        value={step.locked ?? []}
        onChange={(locked) => change({ locked: locked as LessonStep['locked'] })}
      />
      {experiment && (
        <>
          <QuestionForm
            question={step.question}
            experiment={experiment}
            language={language}
            onChange={(question) => change({ question })}
          />
          <TrainFields step={step} experiment={experiment} onChange={change} />
          <WithoutFields without={step.without} experiment={experiment} onChange={change} />
          <ExerciseForm
            exercise={step.exercise}
            experiment={experiment}
            language={language}
            onChange={(exercise) => change({ exercise })}
          />
        </>
      )}
      <div className={classes.buttons}>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<RefreshCw size={16} />}
          data-testid="show-in-step"
          onClick={() => drafts.showInStep()}
        >
          {t('lessonWriting.showInStep')}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<Trash2 size={16} />}
          disabled={(lesson?.steps.length ?? 0) < 2}
          data-testid="remove-step"
          onClick={() => drafts.removeStep()}
        >
          {t('lessonWriting.removeStep')}
        </Button>
      </div>
    </fieldset>
  );
}
