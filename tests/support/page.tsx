// Parts of the page in a DOM without a browser (happy-dom), as their tests draw and use them.
import { MantineProvider } from '@mantine/core';
import { cleanup, render } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, vi } from 'vitest';
import { createApp } from '../../src/app/app';
import { AppContext } from '../../src/ui/AppContext';
import { DarkProvider } from '../../src/ui/kit/useDark';
import { inProcess } from './inProcess';

/** What the parts are drawn on. */
export const app = createApp(inProcess());
const { document, session, notices, links } = app;

interface AnyStore {
  getInitialState(): object;
  setState(state: object, replace: true): void;
}
const stores = [
  document.experiment,
  session.runs,
  document.view,
  document.history.state,
  notices.state,
  links.state,
  session.replays.state,
  app.listFilter,
] as unknown as AnyStore[];

/** Draws each test on the stores as they first are, and without a worker: what asks it only says so. */
export function startAnew(): void {
  let unwatch = () => {};
  beforeEach(() => {
    for (const ask of ['toggle', 'train', 'pause', 'step', 'reset', 'startOver', 'resumeAtHalfRate'] as const)
      vi.spyOn(session, ask).mockResolvedValue();
    vi.spyOn(session.text, 'describe').mockResolvedValue();
    // A moment that is chosen would have its captures made a little later, which loads models and empties what the test has put there.
    vi.spyOn(session.replays as unknown as { make(): Promise<void> }, 'make').mockResolvedValue();
    for (const store of stores) store.setState(store.getInitialState(), true);
    unwatch = document.history.watch();
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
  render(
    <MantineProvider env="test">
      <DarkProvider>
        <AppContext.Provider value={app}>{part}</AppContext.Provider>
      </DarkProvider>
    </MantineProvider>,
  );
  return userEvent.setup({ delay: null });
}
