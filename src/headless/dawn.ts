/** The lab's worker in Node processes on Dawn, for a machine without a browser. */
import { dawnVersion, noAdapter, openProcess } from '../../scripts/lib/dawn-process.mjs';
import type { DawnSession } from './dawnSession';
import type { Engine } from './engine';

/** @param adapter see openProcess */
export const openDawnEngine = (adapter: string | undefined): Engine => ({
  version: dawnVersion(),
  async run(work, { onProgress, onExport }) {
    const listeners = { progress: onProgress, ...(onExport && { export: onExport }) };
    const child = openProcess<DawnSession>('experiment-dawn-child.mjs', adapter, listeners);
    try {
      // Else it would train on the CPU's backend.
      if (!(await child.call('hasAdapter'))) throw noAdapter(adapter);
      return await child.call('run', work, onExport !== undefined);
    } finally {
      await child.close();
    }
  },
  close: async () => {},
});
