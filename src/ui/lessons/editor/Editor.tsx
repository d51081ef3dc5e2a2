/** Writes one lesson: its steps in order, the texts of the chosen one, a try of it, and its file. */
import { ActionIcon, Button, CloseButton, NativeSelect } from '@mantine/core';
import { ChevronDown, ChevronUp, Download, Play, Plus, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { openDraft } from '../../../app/lessons/drafts';
import { fileName } from '../../../format/fileName';
import { isolated } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import { languages } from '../../../i18n/languages';
import { lessonLanguages } from '../../../lessons/text';
import { movedStep } from '../../../lessons/writing';
import { useApp, useDrafts } from '../../AppContext';
import { download } from '../../kit/download';
import { plainText } from '../lessonText';
import classes from './Editor.module.css';
import { LessonLink } from './LessonLink';
import { StepForm } from './StepForm';
import { TextField, type WrittenLanguage } from './TextField';

/** Default export, as it is a chunk of its own: who writes no lesson needs none of it. */
export default function Editor() {
  const { drafts, lessons } = useApp();
  const state = useDrafts();
  const [language, setLanguage] = useState<WrittenLanguage>('en');
  const lesson = openDraft(state);
  if (!lesson) return null;
  const { at, removed, error } = state;
  const step = lesson.steps[at];
  const move = (from: number, by: number) => {
    drafts.change((now) => movedStep(now, from, from + by));
    drafts.chooseStep(from + by);
  };
  const save = () =>
    download(
      `${fileName(plainText(lesson.title))}.lesson.json`,
      new Blob([`${JSON.stringify(lesson, null, 2)}\n`], { type: 'application/json' }),
    );
  return (
    <>
      <header className={classes.head}>
        <h2>{t('lessonWriting.title')}</h2>
        <CloseButton
          aria-label={t('lessonWriting.close')}
          data-testid="close-editor"
          onClick={() => drafts.open(null)}
        />
      </header>
      <p className="muted">{t('lessonWriting.about')}</p>
      <NativeSelect
        size="sm"
        label={t('lessonWriting.language')}
        data-testid="writing-language"
        value={language}
        onChange={(event) => setLanguage(event.currentTarget.value as WrittenLanguage)}
        data={lessonLanguages.map((id) => ({
          value: id,
          label: languages.find((one) => one.id === id)?.name ?? id,
        }))}
      />
      <TextField
        key={`title ${language}`}
        label={t('lessonWriting.lessonTitle')}
        text={lesson.title}
        language={language}
        testId="lesson-name"
        onCommit={(title) => drafts.change((now) => ({ ...now, title }))}
      />
      <TextField
        key={`summary ${language}`}
        label={t('lessonWriting.summary')}
        text={lesson.summary}
        language={language}
        testId="lesson-summary"
        onCommit={(summary) => drafts.change((now) => ({ ...now, summary }))}
      />
      <ol className={classes.steps} aria-label={t('lessonWriting.steps')}>
        {lesson.steps.map((one, i) => {
          const name = { step: i + 1, title: isolated(plainText(one.title)) };
          return (
            <li key={one.id} className={classes.step}>
              <Button
                size="compact-md"
                variant={i === at ? 'light' : 'subtle'}
                justify="start"
                aria-current={i === at ? 'step' : undefined}
                data-testid={`step-${i}`}
                onClick={() => drafts.chooseStep(i)}
                onKeyDown={(event) => {
                  if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
                  event.preventDefault();
                  const to = i + (event.key === 'ArrowUp' ? -1 : 1);
                  if (to >= 0 && to < lesson.steps.length) move(i, to - i);
                }}
              >
                {t('lessonWriting.stepName', name)}
              </Button>
              <ActionIcon
                variant="default"
                disabled={i === 0}
                aria-label={t('lessonWriting.up', name)}
                data-testid={`step-up-${i}`}
                onClick={() => move(i, -1)}
              >
                <ChevronUp size={16} />
              </ActionIcon>
              <ActionIcon
                variant="default"
                disabled={i === lesson.steps.length - 1}
                aria-label={t('lessonWriting.down', name)}
                data-testid={`step-down-${i}`}
                onClick={() => move(i, 1)}
              >
                <ChevronDown size={16} />
              </ActionIcon>
            </li>
          );
        })}
      </ol>
      <div className={classes.buttons}>
        <Button
          size="compact-md"
          leftSection={<Plus size={16} />}
          data-testid="add-step"
          onClick={() => drafts.addStep()}
        >
          {t('lessonWriting.addStep')}
        </Button>
        {removed && (
          <Button
            size="compact-md"
            variant="default"
            leftSection={<Undo2 size={16} />}
            data-testid="undo-removal"
            onClick={() => drafts.undo()}
          >
            {t('lessonWriting.undo')}
          </Button>
        )}
      </div>
      {error && (
        <p className="error" role="alert" data-testid="writing-error">
          {error}
        </p>
      )}
      {step && <StepForm key={`${step.id} ${language}`} step={step} at={at} language={language} />}
      <div className={classes.buttons}>
        <Button
          size="compact-md"
          variant="default"
          leftSection={<Play size={16} />}
          data-testid="try-lesson"
          onClick={() => void lessons.open(lesson, at)}
        >
          {t('lessonWriting.try')}
        </Button>
        <Button
          size="compact-md"
          variant="default"
          leftSection={<Download size={16} />}
          data-testid="save-lesson"
          onClick={save}
        >
          {t('lessonWriting.save')}
        </Button>
      </div>
      <LessonLink lesson={lesson} />
    </>
  );
}
