/**
 * Renders tabs and the panels that stand in them. What is in a tab is made when the tab is first opened or, hidden, once the
 * pointer or the keyboard's focus is about to, so that it opens at once; it stays. Hidden, it follows no store and costs nothing.
 */
import { Tabs } from '@mantine/core';
import { type FocusEvent, startTransition, useEffect, useRef, useState } from 'react';
import { usePageState } from '../actions/action';
import { PartBoundary } from '../failure/Failure';
import { useInView } from '../kit/useInView';
import { useMark } from '../kit/useMark';
import { panels } from '../panels';
import type { Panel, Tab } from '../panels/panel';
import { InView } from '../time/useMoment';
import classes from './TabbedPanels.module.css';

interface Props<Id extends string> {
  /** Names the list of tabs for a screen reader. */
  label: string;
  tabs: readonly (Tab & { id: Id })[];
  chosen: Id;
  onChoose(id: Id): void;
  /** What is in the open tab comes after the rest of the page has been drawn; its place is kept. */
  afterwards?: boolean;
}

export function TabbedPanels<Id extends Tab['id']>({
  label,
  tabs,
  chosen,
  onChoose,
  afterwards = false,
}: Props<Id>) {
  const shownIds = usePageState((state) =>
    tabs
      .filter(({ id }) => panels.some(({ place, shown }) => place === id && shown(state)))
      .map(({ id }) => id)
      .join(' '),
  ).split(' ');
  const shown = tabs.filter(({ id }) => shownIds.includes(id));
  const open = (shown.find(({ id }) => id === chosen) ?? shown[0])?.id ?? chosen;
  const [waits, setWaits] = useState(afterwards);
  useEffect(() => {
    if (waits) startTransition(() => setWaits(false));
  }, [waits]);
  const [opened, setOpened] = useState<readonly Id[]>(waits ? [] : [open]);
  if (!waits && !opened.includes(open)) setOpened([...opened, open]);
  const prepare = (...ids: (Id | undefined)[]) => {
    const missing = ids.filter((id) => id !== undefined && !opened.includes(id)) as Id[];
    if (missing.length > 0)
      startTransition(() => setOpened((before) => [...new Set([...before, ...missing])]));
  };
  // The arrow keys open a neighbour of the tab that has the focus.
  const prepareNeighbours = (index: number) =>
    prepare(shown.at(index - 1)?.id, shown.at((index + 1) % shown.length)?.id);
  return (
    <Tabs
      value={open}
      onChange={(id) => id && onChoose(id as Id)}
      classNames={{ root: classes.root, list: classes.list, tab: classes.tab, panel: classes.panel }}
    >
      <Tabs.List aria-label={label}>
        {shown.map(({ id, title }, index) => (
          <MarkedTab
            key={id}
            id={id}
            title={title()}
            onNear={() => prepare(id)}
            onKeyboardFocus={() => prepareNeighbours(index)}
          />
        ))}
      </Tabs.List>
      {tabs
        .filter(({ id }) => opened.includes(id))
        .map(({ id }) => (
          // It scrolls, which the keyboard does to what has the focus: not every panel has something else that takes it.
          <Tabs.Panel key={id} value={id} data-place={id} tabIndex={0}>
            {panels
              .filter(({ place }) => place === id)
              .map((panel) => (
                <PanelPlace key={panel.id} panel={panel} />
              ))}
          </Tabs.Panel>
        ))}
    </Tabs>
  );
}

interface MarkedTabProps {
  id: Tab['id'];
  title: string;
  /** The pointer is on it. */
  onNear(): void;
  onKeyboardFocus(): void;
}

function MarkedTab({ id, title, onNear, onKeyboardFocus }: MarkedTabProps) {
  return (
    <Tabs.Tab
      {...useMark(`tab:${id}`)}
      value={id}
      data-testid={`tab-${id}`}
      onPointerEnter={onNear}
      onFocus={({ currentTarget }: FocusEvent) =>
        currentTarget.matches(':focus-visible') && onKeyboardFocus()
      }
    >
      <span className={classes.title} data-title={title}>
        {title}
      </span>
    </Tabs.Tab>
  );
}

/** Renders a panel, hidden where it has no part in the experiment; one that fails leaves the others. Scrubbing draws those in view. */
export function PanelPlace({ panel: { id, title, shown, Component } }: { panel: Panel }) {
  const hidden = usePageState((state) => !shown(state));
  const mark = useMark(`panel:${id}`);
  const place = useRef<HTMLDivElement>(null);
  const isInView = useInView(place);
  return (
    <PartBoundary title={title()}>
      <div {...mark} hidden={hidden} className={classes.place} ref={place}>
        <InView value={isInView}>
          <Component id={id} title={title()} />
        </InView>
      </div>
    </PartBoundary>
  );
}
