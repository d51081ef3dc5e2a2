// The lab's engine in a Node process on Dawn, for one experiment: src/headless/dawnSession.ts answers the calls.

import { answer, loadModule, tell } from './dawn-child.mjs';

const { createSession } = /** @type {typeof import('../../src/headless/dawnSession')} */ (
  await loadModule('/src/headless/dawnSession.ts')
);
answer(createSession(tell));
