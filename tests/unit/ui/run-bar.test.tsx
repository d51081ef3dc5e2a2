// @vitest-environment happy-dom
// The run bar and its keys: one action says when each can be used, and what it does.
import { act, screen } from '@testing-library/react';
import { mapValues } from 'es-toolkit';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { TrainState } from '../../../src/runtime/protocol';
import { Series } from '../../../src/runtime/series';
import type { Checkpoint } from '../../../src/train/checkpoint';
import { actions } from '../../../src/ui/actions';
import { shortcuts } from '../../../src/ui/actions/shortcuts';
import { trainingActions } from '../../../src/ui/actions/trainingActions';
import { RunBar } from '../../../src/ui/RunBar';
import { app, show, startAnew } from '../../support/page';

startAnew();

function listen() {
  const listener = shortcuts(app, actions);
  window.addEventListener('keydown', listener);
  onTestFinished(() => window.removeEventListener('keydown', listener));
}
const progress = { step: 7, steps: 600, tokensPerSecond: 1234, secondsLeft: 61 };
const button = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name });

it('trains, steps and resets by its buttons', async () => {
  app.session.runs.setState({ state: 'ready' });
  const user = show(<RunBar />);
  await user.click(button('Train'));
  await user.click(button('Step'));
  await user.click(button('Reset'));
  expect(app.session.toggle).toHaveBeenCalledOnce();
  expect(app.session.step).toHaveBeenCalledOnce();
  expect(app.session.reset).toHaveBeenCalledOnce();
});

it('says Pause while it trains, and Resume where it goes on', () => {
  show(<RunBar />);
  const told = (state: TrainState, step: number) => {
    act(() => app.session.runs.setState({ state, progress: { ...progress, step } }));
    return screen.getAllByRole('button')[0]?.textContent;
  };
  expect(told('training', 7)).toBe('Pause');
  expect(told('paused', 7)).toBe('Resume');
  expect(told('paused', 0)).toBe('Train');
  expect(told('finished', 600)).toBe('Train 600 more');
  expect(told('failed', 7)).toBe('Train');
});

/** The first button is Train, or what trains more where all is done. */
const table: Record<TrainState, [first: boolean, step: boolean, reset: boolean]> = {
  empty: [true, true, false],
  loading: [false, false, true],
  ready: [true, true, true],
  training: [true, false, true],
  paused: [true, true, true],
  finished: [true, false, true],
  failed: [true, true, true],
};
for (const [state, expected] of Object.entries(table) as [TrainState, boolean[]][]) {
  it(`a key does what its button would, and nothing where that is disabled: ${state}`, async () => {
    app.session.runs.setState({ state, progress });
    listen();
    const user = show(<RunBar />);
    const done = [app.session.toggle, app.session.step, app.session.reset].map((call) => vi.mocked(call));
    const buttons = screen
      .getAllByRole<HTMLButtonElement>('button')
      .filter(({ textContent }) => /^(Train|Pause|Resume|Step|Reset)/.test(textContent));
    // What begins a new take is offered beside them at the end, and has no key.
    expect(screen.queryByTestId('stretch') !== null).toBe(state === 'finished');
    expect(buttons.map(({ disabled }) => !disabled)).toEqual(expected);
    const more = vi.mocked(app.session.train);
    for (const { keys } of trainingActions) if (keys[0]) await user.keyboard(keys[0]);
    if (state === 'finished') {
      expect(more).toHaveBeenCalledOnce();
      expect(app.session.toggle).not.toHaveBeenCalled();
      return;
    }
    expect(more).not.toHaveBeenCalled();
    expect(done.map((call) => call.mock.calls.length > 0)).toEqual(expected);
  });
}

it('tells the step, the rate and the time left, and offers a smaller batch where one is too large', async () => {
  app.session.runs.setState({ state: 'training', progress });
  const user = show(<RunBar />);
  expect(screen.getByTestId('progress').textContent).toBe('Step 7 of 6001 min 1 s left1,234 tokens/s');
  act(() => app.session.runs.setState({ state: 'failed', message: 'Too large.', tooLarge: true }));
  expect(screen.getByTestId('message').textContent).toBe('Too large.');
  const { batch } = app.document.experiment.getState().experiment;
  await user.click(screen.getByTestId('smaller-batch'));
  expect(app.session.startOver).toHaveBeenCalledOnce();
  const [change] = vi.mocked(app.session.startOver).mock.calls[0]!;
  expect(change(app.document.experiment.getState().experiment).batch).toBe(batch / 2);
});

/** Curves of a run that has taken so many steps. */
const upTo = (steps: number) => ({
  train: Series.of(
    Array.from({ length: steps }, (_, i) => i + 1),
    new Float64Array(steps),
  ),
  validation: Series.empty,
  accuracy: Series.empty,
});
const runIds = () => app.document.experiment.getState().experiment.runs.map(({ id }) => id) as string[];
const said = () => screen.getByTestId('message').textContent?.replaceAll(/[⁨⁩]/g, '');

it('names the runs that train alone until they have caught up with the others', () => {
  const [a, b, c] = runIds();
  const failures = { [c as string]: { step: 2, message: 'It diverged.' } };
  const curves = { [a as string]: upTo(2), [b as string]: upTo(70), [c as string]: upTo(1) };
  app.session.runs.setState({ state: 'training', progress, curves, failures });
  show(<RunBar />);
  const { name } = app.document.experiment.getState().experiment.runs[0]!;
  expect(said()).toBe(`Training “${name}” up to step 70, where the others wait.`);
  act(() => app.session.runs.setState({ curves: { ...curves, [a as string]: upTo(69) } }));
  expect(said()).toBe('Training.');
  act(() => {
    // A training that begins is drawn at once.
    app.session.runs.setState({ state: 'loading' });
    app.session.runs.setState({ state: 'training', curves: { ...curves, [b as string]: upTo(600) } });
  });
  expect(said()).toBe(`Training “${name}”; the other run is done.`);
});

it('tells how many runs are done and where the others are, and what Train does for new ones', () => {
  const [a, b, c] = runIds() as [string, string, string];
  const told = (steps: Record<string, number>) => {
    const curves = mapValues(steps, upTo);
    const step = Math.min(...[a, b, c].map((id) => steps[id] ?? 0));
    const checkpoints = mapValues(steps, (own) => ({ steps: own }) as Checkpoint);
    const now = { state: 'paused', progress: { ...progress, step }, curves, checkpoints } as const;
    act(() => app.session.runs.setState(now));
    const spans = [...screen.getByTestId('progress').children].map(({ textContent }) => textContent);
    return [...spans, screen.getByTestId('train').textContent];
  };
  show(<RunBar />);
  expect(told({ [a]: 600 })).toEqual(['1 run done', '2 runs at step 0 of 600', 'Train the new runs']);
  expect(said()).toBe('Ready. What is done stays as it is.');
  expect(told({ [a]: 600, [b]: 600 })).toEqual([
    '2 runs done',
    '1 run at step 0 of 600',
    'Train the new run',
  ]);
  expect(told({ [a]: 600, [b]: 600, [c]: 20 })).toEqual(['2 runs done', '1 run at step 20 of 600', 'Resume']);
  expect(said()).toBe('Paused.');
  expect(told({ [a]: 600, [b]: 300 })).toEqual([
    '1 run done',
    '1 run at step 0 of 600',
    '1 run at step 300',
    'Resume',
  ]);
  expect(told({ [a]: 300, [b]: 200 })).toEqual([
    '1 run at step 0 of 600',
    '2 runs at steps 200 to 300',
    'Resume',
  ]);
  expect(told({ [a]: 300, [b]: 300, [c]: 300 })).toEqual(['Step 300 of 600', 'Resume']);
});

it('has the step that the page shows first, in bold: the slider’s, and live the newest', () => {
  app.session.runs.setState({ state: 'paused', progress });
  show(<RunBar />);
  const spans = () => [...screen.getByTestId('progress').children].map(({ textContent }) => textContent);
  expect(spans()).toEqual(['Step 7 of 600']);
  act(() => app.document.view.getState().set({ moment: 4 }));
  expect(spans()).toEqual(['Shown: step 4', 'Step 7 of 600']);
  act(() => app.document.view.getState().set({ moment: null }));
  expect(spans()).toEqual(['Step 7 of 600']);
});

it('has what is trained again in the place of what goes on, but of no error: no third line comes and goes', () => {
  app.session.runs.setState({ state: 'finished' });
  show(<RunBar />);
  const message = () => screen.queryByTestId('message')?.textContent;
  expect(message()).toMatch(/^Finished/);
  const replay = { runId: 'a', from: 4, step: 5, done: 1, total: 4, secondsLeft: null, ofAll: false };
  act(() => app.session.replays.state.setState({ progress: replay }));
  expect(screen.getByTestId('replay').textContent).toContain('1 of 4 steps');
  expect(message()).toBeUndefined();
  act(() => app.session.runs.setState({ message: 'The loss is no number.' }));
  expect(message()).toBe('The loss is no number.');
  act(() => app.session.replays.state.setState({ progress: null }));
});
