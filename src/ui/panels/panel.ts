/** What the registries of panels and tabs say of each. */
import type { ComponentType } from 'react';
import type { dockTabs, railTabs } from '../../document/view';
import type { PageState } from '../actions/action';

export type RailTabId = (typeof railTabs)[number];
export type DockTabId = (typeof dockTabs)[number];

/** A tab of the rail, beside the curves, or of the dock, below them. */
export interface Tab<Id extends RailTabId | DockTabId = RailTabId | DockTabId> {
  id: Id;
  title(): string;
}

export interface PanelProps {
  /** Of the registry; its test id too. */
  id: string;
  title: string;
}

/** What stands for a panel on paper. */
export interface PanelOnPaper {
  /** What it is drawn from; results are there once a step's training is shown. */
  of: 'experiment' | 'results';
  /** Draws nothing where there is nothing to see. */
  Component: ComponentType<PaperProps>;
}

export interface PaperProps {
  /** Opens what the picture is of. */
  link: string;
}

export interface Panel extends Pick<PanelProps, 'id'> {
  title(): string;
  /** The tab that it stands in; or the place above the dock that is always in view, or the one that opens on the right. */
  place: RailTabId | DockTabId | 'curves' | 'aside';
  /** A panel that is not shown is hidden and stays: what was typed there, and what was written, is there again. */
  shown(state: PageState): boolean;
  Component: ComponentType<PanelProps>;
  /** Left out where only the page can show it. */
  paper?: PanelOnPaper;
}
