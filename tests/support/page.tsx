// Parts of the page in a DOM without a browser (happy-dom), as their tests draw and use them.
import { MantineProvider } from '@mantine/core';
import { cleanup, render } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, vi } from 'vitest';
import { useExperiment } from '../../src/app/document/experimentStore';
import { history, useHistory } from '../../src/app/document/history';
import { useView } from '../../src/app/document/viewStore';
import { useLink } from '../../src/app/links/openLink';
import { useNotices } from '../../src/app/notices/notices';
import { useRuns } from '../../src/app/session/runsStore';
import { session } from '../../src/app/session/session';

interface AnyStore {
  getInitialState(): object;
  setState(state: object, replace: true): void;
}
const stores = [useExperiment, useRuns, useView, useHistory, useNotices, useLink] as unknown as AnyStore[];

/** Draws each test on the stores as they first are, and without a worker: what asks it only says so. */
export function startAnew(): void {
  let unwatch = () => {};
  beforeEach(() => {
    for (const store of stores) store.setState(store.getInitialState(), true);
    for (const ask of ['toggle', 'train', 'pause', 'step', 'reset', 'startOver', 'goOnGently'] as const)
      vi.spyOn(session, ask).mockResolvedValue();
    unwatch = history.watch();
  });
  afterEach(() => {
    unwatch();
    cleanup();
    vi.restoreAllMocks();
  });
}

/** @returns the person who uses it */
export function show(part: ReactNode) {
  // Without transitions, and with every element there at once.
  render(<MantineProvider env="test">{part}</MantineProvider>);
  return userEvent.setup();
}
