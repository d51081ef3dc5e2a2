// @vitest-environment happy-dom
// The run bar and its keys: one action says when each can be used, and what it does.
import { act, screen } from '@testing-library/react';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { TrainState } from '../../../src/runtime/protocol';
import { Series } from '../../../src/runtime/series';
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

it('names the runs that train alone until they have caught up with the others', () => {
  const [a, b, c] = app.document.experiment.getState().experiment.runs.map(({ id }) => id) as string[];
  const upTo = (steps: number) => ({
    train: Series.of(
      Array.from({ length: steps }, (_, i) => i + 1),
      new Float64Array(steps),
    ),
    validation: Series.empty,
    accuracy: Series.empty,
  });
  const failures = { [c as string]: { step: 2, message: 'It diverged.' } };
  const curves = { [a as string]: upTo(2), [b as string]: upTo(70), [c as string]: upTo(1) };
  app.session.runs.setState({ state: 'training', progress, curves, failures });
  show(<RunBar />);
  const { name } = app.document.experiment.getState().experiment.runs[0]!;
  const said = () => screen.getByTestId('message').textContent?.replaceAll(/[⁨⁩]/g, '');
  expect(said()).toBe(`Training “${name}” up to step 70, where the others wait.`);
  act(() => app.session.runs.setState({ curves: { ...curves, [a as string]: upTo(69) } }));
  expect(said()).toBe('Training.');
});
