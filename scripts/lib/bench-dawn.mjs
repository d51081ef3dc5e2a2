// The bench's sessions as Node processes on Dawn.

import { dawnVersion, noAdapter, openProcess } from './dawn-process.mjs';

/** @param {string | undefined} adapter see openProcess */
export async function openDawn(adapter) {
  const openSession = async () => openProcess('bench-dawn-child.mjs', adapter);
  const probe = await openSession();
  const facts = await probe.call('adapterFacts').finally(() => probe.close());
  if (!facts) throw noAdapter(adapter);
  return { facts, where: dawnVersion(), openSession, close: async () => {} };
}
