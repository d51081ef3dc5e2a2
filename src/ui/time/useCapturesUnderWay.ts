/** A hook on captures that are made anew. */
import { useStore } from 'zustand';
import { useApp } from '../AppContext';

/** Returns whether captures of the probe are being made, or are about to be. */
export function useCapturesUnderWay(): boolean {
  const { replays } = useApp().session;
  return useStore(replays.state, (r) => r.isDue);
}
