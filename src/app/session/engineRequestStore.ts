/** Stores what to train on, which is of this machine and not of an experiment: no link and no file carries it. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { keepValue, keptValue } from '../../platform/keptValues';
import { type EngineRequest, engineSettings } from '../../runtime/protocol';
import { siteName } from '../siteName';

export type EngineRequestStore = StoreApi<EngineRequest>;

export const createEngineRequestStore = (): EngineRequestStore =>
  createStore<EngineRequest>()(() => ({ setting: 'auto', webgpuFailure: null }));

/** Takes the setting of the last visit, and keeps each change of it for the next; where the browser keeps nothing, for this one. */
export function rememberEngineSetting(store: EngineRequestStore): void {
  const key = siteName('engine');
  const kept = keptValue('localStorage', key);
  const setting = engineSettings.find((one) => one === kept);
  if (setting) store.setState({ setting });
  store.subscribe(({ setting }) => void keepValue('localStorage', key, setting));
}
