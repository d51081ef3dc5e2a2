// @vitest-environment happy-dom
// An exercise before and after it was tried, and what a lesson points at among the maps.
import { act, screen, within } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { noLesson } from '../../../src/app/lessons/lessonState';
import { lessons } from '../../../src/lessons';
import type { LessonStep } from '../../../src/lessons/schema';
import { stageAt } from '../../../src/lessons/stage';
import { indicators } from '../../../src/measure/indicators';
import { scoreSummary } from '../../../src/measure/scores';
import { noResults } from '../../../src/runtime/runReducer';
import { Series } from '../../../src/runtime/series';
import { ExerciseStep } from '../../../src/ui/lessons/ExerciseStep';
import { AttentionPanel } from '../../../src/ui/panels/attention/AttentionPanel';
import { TaskPanel } from '../../../src/ui/panels/task/TaskPanel';
import { app, show, startAnew } from '../../support/page';

startAnew();
afterEach(() => app.lessons.state.setState(noLesson));

const mixing = lessons.find(({ id }) => id === 'mixing') as (typeof lessons)[number];
const { runs } = app.session;
const enter = (id: string): LessonStep => {
  const at = mixing.steps.findIndex((step) => step.id === id);
  const stage = stageAt(mixing, at);
  app.document.experiment.setState({ experiment: stage.experiment });
  app.document.view.getState().set(stage.view);
  app.lessons.state.setState({ open: { lesson: mixing, at, stage } });
  return mixing.steps[at] as LessonStep;
};
const trained = (accuracy: number) => ({
  ...noResults,
  state: 'finished' as const,
  curves: {
    stack: {
      train: Series.of([300], [0.5]),
      validation: Series.of([300], [0.5]),
      accuracy: Series.of([300], [accuracy]),
    },
  },
});

it('ticks no condition of an exercise before anything was trained, and says what holds so far', () => {
  const { exercise } = enter('exercise');
  show(<ExerciseStep exercise={exercise!} />);
  const list = screen.getByTestId('exercise');
  expect(within(list).queryByLabelText('Holds')).toBeNull();
  expect(within(list).getAllByLabelText('Not tried yet')).toHaveLength(3);
  expect(list.textContent).toContain('Layers of Standard: at most 1 · holds so far');
  expect(screen.queryByTestId('exercise-hint')).toBeNull();
  act(() => runs.setState(trained(0.13)));
  expect(within(list).getAllByLabelText('Holds')).toHaveLength(2);
  expect(within(list).getAllByLabelText('Does not hold')).toHaveLength(1);
  expect(screen.getByTestId('exercise-hint').textContent).toContain('One layer copies a letter');
  act(() => runs.setState(trained(0.95)));
  expect(within(list).getAllByLabelText('Holds')).toHaveLength(3);
  expect(screen.getByTestId('hand-in')).toBeTruthy();
});

it('marks the map that a step points at, small and large, and none where the maps are over all heads', () => {
  const tokens = [...'abcd'];
  const T = tokens.length;
  const map = Float32Array.from({ length: T * T }, (_, at) => {
    const [query, key] = [Math.floor(at / T), at % T];
    return key <= query ? 1 / (query + 1) : 0;
  });
  const layer = { map, scores: scoreSummary(map, 1, T), indicators: indicators(map, 1, T) };
  const probe = { heads: 1, tokens, layers: [layer, layer], cut: false, unknown: [] };
  const { marks } = enter('half-result');
  expect(marks).toEqual(['map:1:0']);
  runs.setState({ attentionProbe: { ...probe, runId: 'one', step: 300 } });
  show(<AttentionPanel id="attention" title="Attention" />);
  const isMarked = (id: string) => screen.getByTestId(id).hasAttribute('data-marked');
  expect(['map-0-0', 'map-1-0'].map(isMarked)).toEqual([false, true]);
  act(() => app.document.view.getState().set({ layer: 1, head: 0, enlarged: true }));
  expect(screen.getByTestId('big-map').closest('[data-marked]')?.getAttribute('data-part')).toBe('map:1:0');
  act(() => app.document.view.getState().set({ mapKind: 'mean' }));
  expect(document.querySelector('[data-marked]')).toBeNull();
});

it('has in a hall nothing of the task to be chosen above its samples', () => {
  enter('task');
  show(<TaskPanel id="task" title="Task" />);
  const fields = [...screen.getByTestId('task').querySelectorAll('input, select')];
  expect(fields.length).toBeGreaterThan(2);
  for (const field of fields) expect(field.closest('[data-controls]')).not.toBeNull();
  const shown = [...screen.getByTestId('task').querySelectorAll('p, ol, input, select')].filter(
    (one) => !one.closest('[data-controls]'),
  );
  const first = shown.findIndex((one) => one.matches('ol'));
  // What the task isolates, and what stands below a token.
  expect(first).toBe(2);
});
