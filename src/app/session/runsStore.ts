/** Stores what the worker reports of the runs and of the text. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EngineInfo, TextFacts, TextProgress } from '../../runtime/protocol';
import { noResults, type Results } from '../../runtime/runReducer';

/** The reduced run events, the device and the text. */
export interface RunsState extends Results {
  /** null until the device has started. */
  engine: EngineInfo | null;
  /** Of the text the experiment names; null until it is read. */
  textFacts: TextFacts | null;
  /** How far the reading is, while it takes long. */
  textProgress: TextProgress | null;
  textError: string | null;
  /** The text is not read until someone asks: it takes long, and a link brought it. */
  textWaits: boolean;
}

/** Changed by the session alone; results through the reducer of run events. */
export type RunsStore = StoreApi<RunsState>;

/** Makes an empty store. */
export const createRunsStore = (): RunsStore =>
  createStore<RunsState>()(() => ({
    ...noResults,
    engine: null,
    textFacts: null,
    textProgress: null,
    textError: null,
    textWaits: false,
  }));
