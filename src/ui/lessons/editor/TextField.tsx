/** One text of a lesson in one language, taken as it is typed; English is what every text has. */
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
  const { [language]: _, ...others }: Partial<LessonText> = text ?? {};
  const commit = (written: string) => onCommit({ en: written, ...others, [language]: written });
  const type = (value: string) => {
    setEmpty(false);
    setTyped(value);
    // At once, so that a reload loses nothing; a first text in another language than English stands for that too, and so must be whole.
    if (value.trim() !== '' && (text || language === 'en')) commit(value.trim());
  };
  const leave = () => {
    if (typed === null) return;
    const written = typed.trim();
    setTyped(null);
    if (written !== '') commit(written);
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
      onChange={(event) => type(event.currentTarget.value)}
      onBlur={leave}
    />
  );
}
