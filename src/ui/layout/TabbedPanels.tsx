/**
 * Renders tabs and the panels that stand in them. What is in a tab is made once the pointer or the keyboard's focus is about to
 * open it, so that it opens at once, or else right after the tab has been marked as open; it stays. Hidden, it follows no store
 * and costs nothing.
 */
import { Tabs } from '@mantine/core';
import { uniq } from 'es-toolkit';
import { type FocusEvent, startTransition, useCallback, useEffect, useRef, useState } from 'react';
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
  const [made, setMade] = useState<readonly Id[]>(afterwards ? [] : [open]);
  const make = useCallback(
    (...ids: Id[]) =>
      startTransition(() =>
        setMade((before) => (ids.every((id) => before.includes(id)) ? before : uniq([...before, ...ids]))),
      ),
    [],
  );
  useEffect(() => make(open), [make, open]);
  // The arrow keys open a neighbour of the tab that has the focus.
  const makeNeighbours = (index: number) =>
    make(...[shown.at(index - 1), shown.at((index + 1) % shown.length)].flatMap((tab) => tab?.id ?? []));
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
            onNear={() => make(id)}
            onKeyboardFocus={() => makeNeighbours(index)}
          />
        ))}
      </Tabs.List>
      {tabs
        .filter(({ id }) => made.includes(id))
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
