// @vitest-environment happy-dom
// Which panel stands beside the curves in the hall, by what the step points at.
import { expect, it } from 'vitest';
import { createApp } from '../../../src/app/app';
import { lessons } from '../../../src/lessons';
import { pageState } from '../../../src/ui/actions/action';
import { besidePanel } from '../../../src/ui/present/besidePanel';
import { inProcess } from '../../support/inProcess';

it.each([
  [['map:0:0'], 'attention'],
  [['run:deep', 'map:0:0'], 'attention'],
  [['panel:evaluation', 'map:0:0'], 'evaluation'],
  [['tab:costs'], 'costs'],
  [['run:deep'], 'costs'],
])('a step that marks %j shows %s', (marks, panel) => {
  const app = createApp(inProcess());
  const lesson = lessons.find(({ id }) => id === 'mixing') as (typeof lessons)[number];
  const state = pageState(app);
  const stage = { marks, hidden: [], locked: [] };
  const open = { lesson, at: 0, stage } as unknown as NonNullable<typeof state.lesson.open>;
  const shown = {
    ...state,
    view: { ...state.view, dockTab: 'costs' as const },
    lesson: { ...state.lesson, open },
  };
  expect(besidePanel(shown)?.id).toBe(panel);
});
