/** The bench's sessions as Node processes on Dawn. */
import { dawnVersion, noAdapter, openProcess } from '../scripts/lib/dawn-process.mjs';
import type { Place } from './place';
import type * as SessionFunctions from './session';

/** @param adapter see openProcess @throws {PlainError} where Dawn finds none */
export async function openDawn(adapter: string | undefined): Promise<Place> {
  const open = () => openProcess<typeof SessionFunctions>('bench-dawn-child.mjs', adapter);
  const probe = open();
  const facts = await probe.call('adapterFacts').finally(() => probe.close());
  if (!facts) throw noAdapter(adapter);
  const openSession = async () =>
    openProcess<Record<string, (...args: unknown[]) => unknown>>('bench-dawn-child.mjs', adapter);
  return { facts, where: dawnVersion(), browser: false, openSession, close: async () => {} };
}
