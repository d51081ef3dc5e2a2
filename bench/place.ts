/** Where the bench's sessions run. */
import type { Session } from './run';
import type { AdapterFacts } from './session';

export interface Place {
  facts: AdapterFacts;
  /** Such as "Chromium 142.0". */
  where: string;
  openSession(): Promise<Session>;
  close(): Promise<void>;
}
