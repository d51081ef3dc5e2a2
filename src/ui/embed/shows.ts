/** What a frame can show alone (`?embed&show=`): a map, the curves, or a tab of the dock. */
import { t } from '../../i18n/i18n';
import { dock, panels, rail } from '../panels';
import type { Panel, Tab } from '../panels/panel';

export interface Show {
  id: string;
  title(): string;
  /** Where its panels stand on the page; null for the map alone. */
  place: Panel['place'] | null;
}

const ofTab = ({ id, title }: Tab): Show => ({ id, title, place: id });

const curves: Show = { id: 'curves', title: () => t('layout.regions.curves'), place: 'curves' };

export const shows: readonly Show[] = [
  { id: 'map', title: () => t('embed.map'), place: null },
  curves,
  ...dock.map(ofTab),
];

/** What stands beside the text of a lesson, as tabs: all that the page has, by the part of the page that a step hides or locks. */
export const lessonShows: readonly (Show & { part: 'rail' | 'curves' | 'dock' })[] = [
  { ...curves, part: 'curves' },
  ...rail.map((tab) => ({ ...ofTab(tab), part: 'rail' as const })),
  ...dock.map((tab) => ({ ...ofTab(tab), part: 'dock' as const })),
];

/** Finds what the address names; undefined where the lab has no such thing. */
export const showOf = (id: string): Show | undefined => shows.find((one) => one.id === id);

export const panelsAt = (place: Panel['place']): readonly Panel[] =>
  panels.filter((panel) => panel.place === place);
