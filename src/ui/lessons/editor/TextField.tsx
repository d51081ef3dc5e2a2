/** One text of a lesson in one language: taken on leaving the field; English is what every text has. */
import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { t } from '../../../i18n/i18n';
import type { LessonText, lessonLanguages } from '../../../lessons/text';

export type WrittenLanguage = (typeof lessonLanguages)[number];

interface Props {
  label: string;
  text: LessonText | undefined;
  language: WrittenLanguage;
  testId: string;
  rows?: number;
  /** @param text undefined where nothing is left of it, which only a text that may be missing allows */
  onCommit(text: LessonText): void;
  /** Called where the text is emptied; a text without it must stay. */
  onEmpty?(): void;
}

export function TextField({ label, text, language, testId, rows = 1, onCommit, onEmpty }: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  const [empty, setEmpty] = useState(false);
  const commit = () => {
    if (typed === null) return;
    const written = typed.trim();
    setTyped(null);
    const { [language]: _, ...others } = text ?? { en: '' };
    if (written !== '') onCommit({ en: written, ...others, [language]: written });
    else if (language !== 'en' && text) onCommit({ ...others, en: text.en });
    else if (onEmpty) onEmpty();
    else setEmpty(true);
  };
  return (
    <Textarea
      size="sm"
      label={label}
      rows={rows}
      data-testid={testId}
      value={typed ?? text?.[language] ?? ''}
      placeholder={language === 'en' ? undefined : text?.en}
      error={empty && <span role="alert">{t('lessonWriting.mustBe')}</span>}
      onChange={(event) => {
        setEmpty(false);
        setTyped(event.currentTarget.value);
      }}
      onBlur={commit}
    />
  );
}
