// @vitest-environment happy-dom
// No two saved experiments have one name, however they came to be begun.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createApp } from '../../../src/app/app';
import type { Database } from '../../../src/app/library/database';
import { DatabaseConnection } from '../../../src/app/library/databaseConnection';
import type { Entry } from '../../../src/document/records';
import { renameRun } from '../../../src/experiment/edit';
import { inProcess } from '../../support/inProcess';

/** What a storage without a disk holds: enough of one to be listed and written. */
function memoryDatabase(entries: Map<string, Entry>): Database {
  const objectStore = (name: string) => ({
    getKey: async (id: string) => (entries.has(id) ? id : undefined),
    get: async () => undefined,
    put: async (value: Entry) => void (name === 'entries' && entries.set(value.id, value)),
    delete: async () => {},
  });
  return {
    getAll: async () => [...entries.values()],
    transaction: () => ({ objectStore, done: Promise.resolve(), abort: () => {} }),
  } as unknown as Database;
}

let entries: Map<string, Entry>;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  entries = new Map();
  const database = memoryDatabase(entries);
  vi.spyOn(DatabaseConnection.prototype, 'use').mockImplementation((work) => work(database));
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const names = () => [...entries.values()].map(({ name }) => name);

/** A page of its own, on which something has been edited. */
async function begun() {
  const app = createApp(inProcess());
  app.autosave.state.setState({ database: new DatabaseConnection({} as never) });
  const { experiment } = app.document.experiment.getState();
  const edit = async (name: string) => {
    app.document.experiment.getState().update(renameRun(experiment.runs[0]!.id, name));
    await app.autosave.writeNow();
  };
  await edit('A');
  return { app, edit };
}

it('a page that begins beside another gets a number, and keeps it', async () => {
  await begun();
  const { app, edit } = await begun();
  expect(names()).toEqual(['My experiment', 'My experiment 2']);
  expect(app.autosave.state.getState().current.name).toBe('My experiment 2');
  await edit('B');
  expect(names()).toEqual(['My experiment', 'My experiment 2']);
});

it('so does what a link or a file brings', async () => {
  const { app, edit } = await begun();
  app.autosave.startNewAtOnce('From a link');
  await edit('B');
  app.autosave.startNewAtOnce('From a link');
  await edit('C');
  expect(names()).toEqual(['My experiment', 'From a link', 'From a link 2']);
});

it('a name that a person gives stays, of one that is written', async () => {
  await begun();
  const { app } = await begun();
  app.autosave.rename('My experiment');
  await app.autosave.writeNow();
  expect(names()).toEqual(['My experiment', 'My experiment']);
});

it('a name that a person gives is undone and redone in its turn among all changes', async () => {
  const { app } = await begun();
  const { experiment, history } = app.document;
  const stop = history.watch();
  const name = () => app.autosave.state.getState().current.name;
  const runName = () => experiment.getState().experiment.runs[0]?.name;
  app.autosave.rename('Whales in May');
  experiment.getState().update(renameRun(experiment.getState().experiment.runs[0]!.id, 'B'));
  history.undo();
  expect([name(), runName()]).toEqual(['Whales in May', 'A']);
  history.undo();
  expect([name(), runName()]).toEqual(['My experiment', 'A']);
  expect(history.state.getState().announcement?.()).toContain('renamed the experiment to “');
  history.redo();
  await app.autosave.writeNow();
  expect(names()).toEqual(['Whales in May']);
  stop();
});
