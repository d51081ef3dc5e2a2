/** The notes of a step in a size of the presenter's own, which this browser remembers; below them what the step's reader sees. */
import { ActionIcon } from '@mantine/core';
import { clamp } from 'es-toolkit';
import { AArrowDown, AArrowUp } from 'lucide-react';
import { useState } from 'react';
import { siteName } from '../../app/siteName';
import { t } from '../../i18n/i18n';
import type { LessonStep } from '../../lessons/schema';
import { keepValue, keptValue } from '../../platform/keptValues';
import { MarkdownText } from '../lessons/MarkdownText';
import classes from './Presenter.module.css';

/** In CSS pixels. */
const sizes = { least: 14, usual: 20, most: 44, by: 2 };

export function Notes({ step: { notes, body } }: { step: LessonStep }) {
  const [size, setSize] = useState(keptSize);
  const change = (by: number) => {
    const next = clamp(size + by, sizes.least, sizes.most);
    setSize(next);
    keepValue('localStorage', key(), String(next));
  };
  return (
    <>
      <div className={classes.sizes}>
        <ActionIcon
          variant="default"
          aria-label={t('present.presenter.smaller')}
          disabled={size <= sizes.least}
          onClick={() => change(-sizes.by)}
          data-testid="notes-smaller"
        >
          <AArrowDown size={18} />
        </ActionIcon>
        <ActionIcon
          variant="default"
          aria-label={t('present.presenter.larger')}
          disabled={size >= sizes.most}
          onClick={() => change(sizes.by)}
          data-testid="notes-larger"
        >
          <AArrowUp size={18} />
        </ActionIcon>
      </div>
      <div className={classes.words} style={{ fontSize: size }} data-testid="notes">
        {notes && <MarkdownText text={notes} />}
        <p className={classes.about}>{t(notes ? 'present.presenter.text' : 'present.presenter.noNotes')}</p>
        <MarkdownText text={body} />
      </div>
    </>
  );
}

const key = () => siteName('notes size');

function keptSize(): number {
  const kept = Number(keptValue('localStorage', key()) ?? sizes.usual);
  return Number.isFinite(kept) ? clamp(kept, sizes.least, sizes.most) : sizes.usual;
}
