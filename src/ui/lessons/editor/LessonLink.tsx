/** The lesson as a link, where it is short enough for one. */
import { Button } from '@mantine/core';
import { Link } from 'lucide-react';
import { useMemo, useState } from 'react';
import { formatCount } from '../../../format/numbers';
import { t } from '../../../i18n/i18n';
import { encodeLesson, mostLinkCharacters } from '../../../lessons/link';
import type { Lesson } from '../../../lessons/schema';
import { CopyField } from '../../share/CopyField';

export function LessonLink({ lesson }: { lesson: Lesson }) {
  const [shown, setShown] = useState(false);
  const link = useMemo(() => (shown ? encodeLesson(lesson) : ''), [shown, lesson]);
  return (
    <>
      <div>
        <Button
          size="compact-md"
          variant="default"
          leftSection={<Link size={16} />}
          aria-expanded={shown}
          data-testid="lesson-link"
          onClick={() => setShown(!shown)}
        >
          {t('lessonWriting.link.show')}
        </Button>
      </div>
      {shown &&
        (link.length > mostLinkCharacters ? (
          <p className="muted" role="status" data-testid="lesson-link-refused">
            {t('lessonWriting.link.tooLong', {
              characters: formatCount(link.length),
              most: formatCount(mostLinkCharacters),
            })}
          </p>
        ) : (
          <CopyField
            label={t('lessonWriting.link.label')}
            description={t('lessonWriting.link.about')}
            text={location.origin + location.pathname + link}
            copied={t('share.link.copied')}
            testId="lesson-link-text"
          />
        ))}
    </>
  );
}
