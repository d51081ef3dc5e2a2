/** The lab's worker in Node processes on Dawn, for a machine without a browser. */
import { dawnVersion, noAdapter, openProcess } from '../../scripts/lib/dawn-process.mjs';
import type { DawnSession } from './dawnSession';
import type { HeadlessEngine } from './headlessEngine';

/** @param adapter see openProcess */
export const openDawnEngine = (adapter: string | undefined): HeadlessEngine => ({
  version: dawnVersion(),
  async run(work, { onProgress, onExport }) {
    const listeners = { progress: onProgress, ...(onExport && { export: onExport }) };
    const child = openProcess<DawnSession>('experiment-dawn-child.mjs', adapter, listeners);
    try {
      // Else it would train on the processor.
      if (!(await child.call('adapter'))) throw noAdapter(adapter);
      return await child.call('run', work, onExport !== undefined);
    } finally {
      await child.close();
    }
  },
  async sweep(work, { onProgress }) {
    const child = openProcess<DawnSession>('experiment-dawn-child.mjs', adapter, { progress: onProgress });
    try {
      if (!(await child.call('adapter'))) throw noAdapter(adapter);
      return await child.call('sweep', work);
    } finally {
      await child.close();
    }
  },
  close: async () => {},
});

/** Whether Dawn finds an adapter, and whether that is software; null where it finds none. */
export async function findDawnAdapter(): Promise<{ software: boolean } | null> {
  const child = openProcess<DawnSession>('experiment-dawn-child.mjs', undefined);
  try {
    return await child.call('adapter');
  } finally {
    await child.close();
  }
}
