/** What a step says, marks, hides and locks; what it shows is taken from the page. */
import { Button, Checkbox, MultiSelect } from '@mantine/core';
import { RefreshCw, Trash2 } from 'lucide-react';
import { openDraft } from '../../../app/lessons/drafts';
import { t } from '../../../i18n/i18n';
import { pageParts } from '../../../lessons/parts';
import type { LessonStep } from '../../../lessons/schema';
import { withStepText } from '../../../lessons/writing';
import { useApp, useDrafts } from '../../AppContext';
import classes from './Editor.module.css';
import { MarksField } from './MarksField';
import { TextField, type WrittenLanguage } from './TextField';

interface Props {
  step: LessonStep;
  at: number;
  language: WrittenLanguage;
}

export function StepForm({ step, at, language }: Props) {
  const { drafts } = useApp();
  const steps = useDrafts((d) => openDraft(d)?.steps.length ?? 0);
  const change = (how: Parameters<typeof withStepText>[2]) =>
    drafts.change((lesson) => withStepText(lesson, at, how));
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
      <Checkbox
        label={t('lessonWriting.train')}
        description={t('lessonWriting.trainAbout')}
        data-testid="writing-train"
        checked={step.train !== undefined}
        onChange={(event) => change({ train: event.currentTarget.checked ? { patience: 60 } : undefined })}
      />
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
          disabled={steps < 2}
          data-testid="remove-step"
          onClick={() => drafts.removeStep()}
        >
          {t('lessonWriting.removeStep')}
        </Button>
      </div>
    </fieldset>
  );
}
