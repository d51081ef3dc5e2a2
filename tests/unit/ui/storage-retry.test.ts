// @vitest-environment happy-dom
// A storage that fails when the page starts: tried again with the next change and when the tab is shown, and told once.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createApp } from '../../../src/app/app';
import { DatabaseConnection } from '../../../src/app/library/databaseConnection';
import { renameRun } from '../../../src/experiment/edit';
import { inProcess } from '../../support/inProcess';

const failure = () => new DOMException('Internal error opening backing store', 'UnknownError');

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.spyOn(console, 'warn').mockImplementation(() => {});
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** @param fails how often the storage does */
async function started(fails: number) {
  const app = createApp(inProcess());
  let left = fails;
  const work = vi.spyOn(DatabaseConnection.prototype, 'use').mockImplementation(async (doWork) => {
    if (left-- > 0) throw failure();
    // An empty database, in which everything can be written and every name is free.
    if (/freeName/.test(String(doWork))) return 'My experiment' as never;
    return /writeSaved/.test(String(doWork)) ? { wasGone: false } : (undefined as never);
  });
  const said = () => app.notices.state.getState().filter(({ id }) => id === 'storage');
  const change = async (name: string) => {
    const { update, experiment } = app.document.experiment.getState();
    update(renameRun(experiment.runs[0]!.id, name));
    await vi.advanceTimersByTimeAsync(500);
  };
  await app.start({ embedded: false });
  await vi.advanceTimersByTimeAsync(0);
  return { app, work, said, change };
}

it('is tried again with the next change, is told once, and then has what is on the page', async () => {
  const { app, work, said, change } = await started(3);
  expect(said()[0]?.text()).toContain('The lab tries again with the next change.');
  app.notices.close('storage');
  await change('A');
  await change('B');
  expect(work).toHaveBeenCalledTimes(3);
  expect(said()).toEqual([]);
  expect(app.autosave.state.getState().database).toBeNull();
  await change('C');
  expect(app.autosave.state.getState().database).not.toBeNull();
  await vi.advanceTimersByTimeAsync(500);
  expect(work.mock.calls.filter(([doWork]) => /writeSaved/.test(String(doWork))).length).toBe(1);
});

it('is tried again when the tab is shown', async () => {
  const { app } = await started(1);
  expect(app.autosave.state.getState().database).toBeNull();
  document.dispatchEvent(new Event('visibilitychange'));
  await vi.advanceTimersByTimeAsync(0);
  expect(app.autosave.state.getState().database).not.toBeNull();
  expect(app.notices.state.getState()).toEqual([]);
});

it('that opens and whose last experiment cannot be read keeps what is begun beside it', async () => {
  const app = createApp(inProcess());
  vi.spyOn(DatabaseConnection.prototype, 'use')
    .mockResolvedValueOnce(undefined)
    .mockRejectedValueOnce(new DOMException('Data lost due to missing file.', 'NotReadableError'));
  await app.start({ embedded: false });
  expect(app.notices.state.getState()[0]?.text()).toMatch(
    /could not read the saved experiment.*left as it is.*saved beside it\. \(Data lost/,
  );
  expect(app.autosave.state.getState().database).not.toBeNull();
});
