/** Why an engine was chosen, and what would make training faster. */
import type { EngineInfo } from '../runtime/protocol';

/** @returns sentences as the worker sends them, for `worded`; empty where the engine tells neither */
export const engineReason = ({ reason, advice }: EngineInfo): string =>
  [reason, advice].filter(Boolean).join(' ');
