// @vitest-environment happy-dom
// Every lesson on paper: each step with its stage, pictures of what was trained before it and none of what it asks for, each once.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createApp } from '../../src/app/app';
import { printedLesson } from '../../src/app/print/printedLesson';
import { lessons } from '../../src/lessons';
import { paperPanels } from '../../src/ui/print/paperPanels';
import { inProcess } from '../support/inProcess';

const app = createApp(inProcess());
const fetched = vi.fn(async (url: string | URL) => {
  const path = /recordings\/.*$/.exec(String(url))?.[0] ?? '';
  return new Response(readFileSync(`public/${path}`, 'utf8'));
});

const startWorker = vi.fn();

beforeAll(() => {
  vi.stubGlobal('fetch', fetched);
  vi.stubGlobal('Worker', startWorker);
});
afterAll(() => vi.unstubAllGlobals());

it.each(lessons.map((lesson) => [lesson.id, lesson] as const))('%s is printed whole', async (id, lesson) => {
  const { steps, isOwn } = await printedLesson(id, app);
  expect(isOwn).toBe(false);
  expect(steps.map(({ step }) => step.id)).toEqual(lesson.steps.map((step) => step.id));
  expect(steps.some(({ lacksRecording }) => lacksRecording)).toBe(false);
  const pictures = paperPanels(lesson, steps);
  for (const [at, { step, stage, app: page }] of steps.entries()) {
    const own = pictures[at] ?? [];
    const { curves, evaluations } = page.session.runs.getState();
    const told = Object.values(evaluations).flatMap(({ outcomes }) => Object.keys(outcomes));
    for (const unseen of stage.unseen) expect(told).not.toContain(unseen);
    expect(Object.keys(curves).length > 0).toBe(stage.trainedIn !== null);
    // What a step trains is what it asks for.
    if (step.train) expect(own.map((picture) => picture.id)).not.toContain('curves');
    for (const { id: panel, earlier } of own)
      if (earlier !== null)
        expect(pictures[earlier]?.find((one) => one.id === panel)).toMatchObject({ earlier: null });
  }
  expect(startWorker).not.toHaveBeenCalled();
  expect(pictures.flat().some(({ id: panel, earlier }) => panel === 'curves' && earlier === null)).toBe(true);
});

it('says what is missing: a lesson, or the recording of a step', async () => {
  await expect(printedLesson('nothing', app)).rejects.toThrow('There is no lesson “nothing”');
  await expect(printedLesson(null, app)).rejects.toThrow('names no lesson');
  fetched.mockImplementation(async () => new Response('', { status: 404 }));
  const { steps } = await printedLesson('mixing', app);
  expect(steps.map(({ lacksRecording }) => lacksRecording)).toEqual(
    steps.map(({ stage }) => stage.trainedIn !== null),
  );
});
