/** Hooks that read the app: the app itself by context, each of its stores whole or by a selector. */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { App } from '../app/app';
import { chosenLayer, chosenRun } from '../document/view';
import type { Run } from '../experiment/schema';

export const AppContext = createContext<App | null>(null);

/** Returns the app. @throws Error outside of an AppContext */
export function useApp(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error('This part of the page is not within an app.');
  return app;
}

interface StoreHook<S> {
  (): S;
  <T>(selector: (state: S) => T): T;
}

/** Makes a hook that reads a store of the app, whole or by a selector, and renders again when what it reads changes. */
function storeHook<S>(storeOf: (app: App) => StoreApi<S>): StoreHook<S> {
  return <T>(selector?: (state: S) => T) =>
    useStore(storeOf(useApp()), selector ?? ((state) => state as unknown as T));
}

export const useExperiment = storeHook((app) => app.document.experiment);
export const useView = storeHook((app) => app.document.view);
export const useSweeps = storeHook((app) => app.document.sweeps);
export const useSweepTraining = storeHook((app) => app.session.sweeps.state);
export const useHistory = storeHook((app) => app.document.history.state);
export const useRuns = storeHook((app) => app.shownRuns);
export const useCursor = storeHook((app) => app.cursor);
export const useEngineRequest = storeHook((app) => app.session.engineRequest);
export const useDeviceSpeed = storeHook((app) => app.session.speed);
export const useSwitchedParts = storeHook((app) => app.session.switchedParts.state);
export const useAblation = storeHook((app) => app.session.ablation.state);
export const useCostMeasurement = storeHook((app) => app.session.costs.state);
export const useEvaluation = storeHook((app) => app.session.evaluation.state);
export const useAutosave = storeHook((app) => app.autosave.state);
export const useLink = storeHook((app) => app.links.state);
export const useAtlas = storeHook((app) => app.atlas.state);
export const useGallery = storeHook((app) => app.gallery.state);
export const useLesson = storeHook((app) => app.lessons.state);
export const useFrame = storeHook((app) => app.frame.state);
export const usePresent = storeHook((app) => app.present.state);
export const useDrafts = storeHook((app) => app.drafts.state);
export const useSeat = storeHook((app) => app.seats.state);
export const useRace = storeHook((app) => app.session.race.state);
export const useFileImport = storeHook((app) => app.files.state);
export const useReadOnlyRuns = storeHook((app) => app.readOnly.state);
export const useListFilter = storeHook((app) => app.listFilter);
export const usePlayback = storeHook((app) => app.playback.state);
export const useStanding = storeHook((app) => app.standing);
export const useOffline = storeHook((app) => app.offline.state);
export const useNotices = storeHook((app) => app.notices.state);

/** Returns the run that the view is on. */
export function useChosenRun(): Run {
  const runId = useView((v) => v.runId);
  const runs = useExperiment((e) => e.experiment.runs);
  return chosenRun(runs, runId);
}

/** Returns the layer of this run that the view is on, from 0; null, whatever it is on, where that is another run. */
export function useChosenLayerOf(run: Run): number | null {
  const runId = useView((v) => v.runId);
  const isChosen = useExperiment((e) => chosenRun(e.experiment.runs, runId).id === run.id);
  return useView((v) => (isChosen ? chosenLayer(run, v.layer) : null));
}

/** Returns the layer that the view is on, from 0, of the chosen run. */
export function useChosenLayer(): number {
  const run = useChosenRun();
  return useView((v) => chosenLayer(run, v.layer));
}
