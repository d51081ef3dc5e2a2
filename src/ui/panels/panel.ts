/** What the registry of panels says of each. */
import type { ComponentType } from 'react';
import type { PageState } from '../actions/action';

export interface PanelProps {
  /** Of the registry; its test id too. */
  id: string;
  title: string;
}

export interface Panel extends PanelProps {
  /** Left of the page is what is trained, right is what comes of it. */
  side: 'experiment' | 'results';
  /** A panel that is not shown is hidden and stays: what was typed there, and what was written, is there again. */
  shown(state: PageState): boolean;
  Component: ComponentType<PanelProps>;
}
