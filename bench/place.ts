/** Where the bench's sessions run. */

import type { AdapterFacts } from '../src/platform/gpu';
import type { Session } from './run';

export interface Place {
  facts: AdapterFacts;
  /** Such as "Chromium 142.0". */
  where: string;
  browser: boolean;
  /**
   * @param isolated in a browser: as a host that sets COOP and COEP has it, which gives SharedArrayBuffer, and a clock of
   * 5 instead of 100 µs
   */
  openSession(isolated: boolean): Promise<Session>;
  close(): Promise<void>;
}
