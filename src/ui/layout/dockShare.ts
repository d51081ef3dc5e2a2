/** Stores how much of the height beside the rail the dock has: of this screen, so that no link and no file carries it. */
import { clamp } from 'es-toolkit';
import { createStore } from 'zustand/vanilla';
import { siteName } from '../../app/siteName';
import { keepValue, keptValue } from '../../platform/keptValues';

/** Least and most percent of the height. */
export const dockRange = [15, 80] as const;
const usual = 45;

const key = siteName('dock');
const kept = Number(keptValue('localStorage', key) ?? usual);

/** In percent; what was kept is fitted to the range. */
export const dockShare = createStore<{ percent: number }>()(() => ({
  percent: clamp(Number.isFinite(kept) ? kept : usual, ...dockRange),
}));

/** Sets the share and keeps it for the next visit. @param percent is fitted to the range */
export function setDockShare(percent: number): void {
  const fitted = Math.round(clamp(percent, ...dockRange));
  dockShare.setState({ percent: fitted });
  keepValue('localStorage', key, String(fitted));
}
