// The lab's engine in a Node process on Dawn, for one experiment: src/headless/dawnSession.ts answers the calls.

import { answer, tell } from './dawn-child.mjs';
import { loadSource } from './load-source.mjs';

const { createSession } = /** @type {typeof import('../../src/headless/dawnSession')} */ (
  await loadSource('src/headless/dawnSession.ts')
);
answer(createSession(tell));
