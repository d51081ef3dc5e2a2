/** Lessons that were written or opened in this browser: to play, to write on, to remove; and a new one. */
import { Button, FileButton } from '@mantine/core';
import { FileUp, PencilLine, Plus } from 'lucide-react';
import { t } from '../../i18n/i18n';
import { useApp, useDrafts, useFileImport } from '../AppContext';
import { ImportStatus } from '../share/ImportStatus';
import classes from './Lesson.module.css';
import { plainText } from './lessonText';

export function OwnLessons({ onDone }: { onDone: () => void }) {
  const { drafts, files, lessons } = useApp();
  const { drafts: all, removed } = useDrafts();
  const fromHere = useFileImport((last) => last.from === 'form');
  return (
    <section aria-label={t('lessonWriting.own')}>
      <h3>{t('lessonWriting.own')}</h3>
      <ul className={classes.list}>
        {all.map((lesson) => (
          <li key={lesson.id} data-testid={`draft-${lesson.id}`}>
            <h3 id={`draft-${lesson.id}-title`}>{plainText(lesson.title)}</h3>
            <div className={classes.buttons}>
              <Button
                size="compact-md"
                aria-describedby={`draft-${lesson.id}-title`}
                onClick={async () => {
                  if (await lessons.open(lesson)) onDone();
                }}
              >
                {t('lessons.begin')}
              </Button>
              <Button
                size="compact-md"
                variant="default"
                leftSection={<PencilLine size={16} />}
                aria-describedby={`draft-${lesson.id}-title`}
                onClick={() => {
                  drafts.open(lesson.id);
                  onDone();
                }}
              >
                {t('lessonWriting.write')}
              </Button>
              <Button
                size="compact-md"
                variant="default"
                aria-describedby={`draft-${lesson.id}-title`}
                onClick={() => drafts.remove(lesson.id)}
              >
                {t('lessonWriting.remove')}
              </Button>
            </div>
          </li>
        ))}
      </ul>
      <div className={classes.buttons}>
        <Button
          size="compact-md"
          variant="default"
          leftSection={<Plus size={16} />}
          data-testid="write-lesson"
          onClick={() => {
            drafts.begin();
            onDone();
          }}
        >
          {t('lessonWriting.begin')}
        </Button>
        <FileButton
          accept=".json,application/json"
          onChange={(file) => file && void files.importFile(file, 'form')}
        >
          {(props) => (
            <Button {...props} size="compact-md" variant="default" leftSection={<FileUp size={16} />}>
              {t('lessonWriting.openFile')}
            </Button>
          )}
        </FileButton>
        {removed && (
          <Button size="compact-md" variant="default" onClick={() => drafts.undo()}>
            {t('lessonWriting.undo')}
          </Button>
        )}
      </div>
      {fromHere && <ImportStatus />}
    </section>
  );
}
