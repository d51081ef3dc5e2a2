/** Makes the snippet that shows a frame of the lab in another page: what it shows, how large, and where it stands. */
import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import type { Shared } from '../../document/link/shared';
import { t } from '../../i18n/i18n';
import { useApp, useLesson } from '../AppContext';
import { shows } from '../embed/shows';
import { CopyField } from './CopyField';
import { addressOf, addressOfFramedLesson } from './currentLink';
import classes from './Share.module.css';
import { snippets } from './snippets';

/** In CSS pixels: a part of a slide, a slide with a title, a whole one. */
const sizes = ['640×360', '960×540', '1280×720'] as const;

/** @param parts of the link that a frame opens with */
export function EmbedForm({ parts }: { parts: Pick<Shared, 'text' | 'curves'> }) {
  const contents = useContents(parts);
  const [content, setContent] = useState(contents[0]?.id);
  const [size, setSize] = useState<string>(sizes[1]);
  const [place, setPlace] = useState(snippets[0]?.id);
  const chosen = contents.find(({ id }) => id === content) ?? contents[0];
  const snippet = snippets.find(({ id }) => id === place) ?? snippets[0];
  if (!chosen || !snippet) return null;
  const [width = 0, height = 0] = size.split('×').map(Number);
  return (
    <div className={classes.fields} data-testid="embed">
      <div className={classes.choices}>
        <NativeSelect
          label={t('share.embed.shows')}
          data={contents.map(({ id, name }) => ({ value: id, label: name }))}
          value={chosen.id}
          data-testid="embed-shows"
          onChange={(event) => setContent(event.currentTarget.value)}
        />
        <NativeSelect
          label={t('share.embed.size')}
          data={[...sizes]}
          value={size}
          data-testid="embed-size"
          onChange={(event) => setSize(event.currentTarget.value)}
        />
        <NativeSelect
          label={t('share.embed.into')}
          data={snippets.map(({ id, name }) => ({ value: id, label: name() }))}
          value={snippet.id}
          data-testid="embed-into"
          onChange={(event) => setPlace(event.currentTarget.value)}
        />
      </div>
      <CopyField
        label={t('share.link.embed')}
        description={t('share.link.embedAbout')}
        text={snippet.write({ url: chosen.address(), width, height })}
        copied={t('share.link.embedCopied')}
        testId="snippet"
      />
    </div>
  );
}

interface Content {
  id: string;
  name: string;
  address(): string;
}

/** What a frame can show: of a lesson its step or all of it, and of the experiment a stack with its curves, or one part. */
function useContents(parts: Pick<Shared, 'text' | 'curves'>): readonly Content[] {
  const app = useApp();
  const open = useLesson((l) => l.open);
  const ofLesson = open
    ? [
        {
          id: 'lesson-step',
          name: t('share.embed.step', { step: open.at + 1 }),
          address: () => addressOfFramedLesson({ id: open.lesson.id, step: open.at + 1 }),
        },
        {
          id: 'lesson',
          name: t('share.embed.lesson'),
          address: () => addressOfFramedLesson({ id: open.lesson.id, step: 1 }),
        },
      ]
    : [];
  return [
    ...ofLesson,
    { id: 'all', name: t('share.embed.all'), address: () => addressOf(app, parts, { embed: true }) },
    ...shows.map(({ id, title }) => ({
      id: `show-${id}`,
      name: title(),
      address: () => addressOf(app, parts, { embed: true, show: id }),
    })),
  ];
}
