/** A lesson in a frame: the step's text, prediction and training on the left, and beside it what the step shows, as tabs. */
import { Tabs } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import type { OpenLesson } from '../../app/lessons/lessonState';
import { t } from '../../i18n/i18n';
import { useLesson } from '../AppContext';
import { usePageState } from '../actions/action';
import { Dialogs } from '../Dialogs';
import { useMark } from '../kit/useMark';
import { PanelPlace } from '../layout/TabbedPanels';
import classes from './Embed.module.css';
import { ShowPanels } from './ShowPanels';
import { lessonShows, panelsAt, type Show } from './shows';

const OpenStep = lazy(() => import('../lessons/OpenStep'));

/** @param show stands beside the text in all steps; each shows its own where it is left out */
export function FramedLesson({ show }: { show: Show | undefined }) {
  const open = useLesson((l) => l.open);
  if (!open) return null;
  const step = open.lesson.steps[open.at]?.id;
  return (
    <main className={classes.lesson}>
      <section className={classes.step} aria-label={t('lessons.region')} data-testid="lesson">
        <Suspense>
          {/* What was begun on a step does not go on to the next. */}
          <OpenStep key={step} framed />
        </Suspense>
      </section>
      {show ? (
        <section className={classes.alone} aria-label={show.title()} data-testid={`show-${show.id}`}>
          <ShowPanels show={show} />
        </section>
      ) : (
        <Beside key={step} open={open} />
      )}
      {/* Runs are renamed and placed in them. */}
      <Dialogs />
    </main>
  );
}

/** What opens on the right of the page, and closes: here in place of the tabs. */
const asides = panelsAt('aside').filter(({ id }) => id !== 'lesson');

function Beside({ open }: { open: OpenLesson }) {
  const { hidden, locked } = open.stage;
  const shown = lessonShows.filter(({ part }) => !hidden.includes(part));
  const [chosen, setChosen] = useState(() => firstOf(open));
  const current = shown.find(({ id }) => id === chosen) ?? shown[0];
  const opened = usePageState((state) => asides.find((panel) => panel.shown(state)));
  if (!current) return null;
  if (opened)
    return (
      <section className={classes.alone} aria-label={opened.title()}>
        <PanelPlace panel={opened} />
      </section>
    );
  return (
    <Tabs
      value={current.id}
      onChange={(id) => id && setChosen(id)}
      classNames={{ root: classes.beside, list: classes.tabs, tab: classes.tab }}
    >
      <Tabs.List aria-label={t('embed.beside')}>
        {shown.map(({ id, title }) => (
          <MarkedTab key={id} id={id} title={title()} />
        ))}
      </Tabs.List>
      {/* It scrolls, which the keyboard does to what has the focus. */}
      <Tabs.Panel
        value={current.id}
        className={classes.alone}
        tabIndex={0}
        inert={locked.includes(current.part)}
        data-testid={`show-${current.id}`}
      >
        <ShowPanels show={current} />
      </Tabs.Panel>
    </Tabs>
  );
}

function MarkedTab({ id, title }: { id: string; title: string }) {
  return (
    <Tabs.Tab {...useMark(`tab:${id}`)} value={id} data-testid={`tab-${id}`}>
      {title}
    </Tabs.Tab>
  );
}

/** What a step is about: curves where it trains, what the rail has where it is built, and what the dock has where it is read. */
function firstOf({ lesson, at, stage: { view, hidden } }: OpenLesson): string {
  const step = lesson.steps[at];
  if (step?.train) return 'curves';
  if (step?.exercise) return view.railTab;
  return hidden.includes('dock') ? view.railTab : view.dockTab;
}
