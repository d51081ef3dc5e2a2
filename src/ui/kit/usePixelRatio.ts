/** Pixels of the screen for each CSS pixel, which change with the browser's zoom. */
import { useSyncExternalStore } from 'react';
import { pixelRatio, watchPixelRatio } from '../../platform/pixelRatio';

export const usePixelRatio = (): number => useSyncExternalStore(watchPixelRatio, pixelRatio);
