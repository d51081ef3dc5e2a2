/** Remembers, for this machine, which engine was faster in a trial, so that there is one trial for each kind of experiment. */
import type { DBSchema } from 'idb';
import { engineVersion } from '../engine/engine';
import type { Experiment } from '../experiment/schema';
import { siteAddress } from '../platform/address';
import { openIndexedDb } from '../platform/indexedDb';
import { coreCount } from '../platform/machine';

interface Stores extends DBSchema {
  faster: { key: string; value: 'webgpu' | 'processor' };
}

/** Other copies of the lab on the host have their own. */
const open = () =>
  openIndexedDb<Stores>(`attention-lab engines ${new URL('.', siteAddress()).pathname}`, 1, {
    upgrade: (db) => void db.createObjectStore('faster'),
  });

/** What a trial's result depends on. @param devices names of both engines' devices */
export function trialKey({ model, batch, runs }: Experiment, devices: readonly string[]): string {
  const stacks = runs.map(({ layers, overrides }) => [layers, overrides?.model]);
  return JSON.stringify([engineVersion, devices, coreCount(), model, batch, stacks]);
}

/** Resolves with null where nothing is remembered, or the browser keeps nothing. */
export async function rememberedFaster(key: string): Promise<'webgpu' | 'processor' | null> {
  try {
    const db = await open();
    const faster = await db.get('faster', key);
    db.close();
    return faster ?? null;
  } catch (error) {
    console.warn(error);
    return null;
  }
}

/** Never rejects: what is not remembered is tried again. */
export async function rememberFaster(key: string, faster: 'webgpu' | 'processor'): Promise<void> {
  try {
    const db = await open();
    await db.put('faster', faster, key);
    db.close();
  } catch (error) {
    console.warn(error);
  }
}
