/** Starts the engine on the processor, in workers of its own. */
import type { Engine } from '../engine/engine';

export async function startProcessor(): Promise<{ engine: Engine; adapter: string }> {
  throw new Error('not yet');
}
