/** Does what the page around a frame asks of it, as far as a reader could do it there. */
import type { App } from '../../app/app';
import type { Command } from '../../app/frame/messages';
import { canRun, pageState } from '../actions/action';
import { isTraining, step, train } from '../actions/trainingActions';

/** @returns why it cannot be done now; null where it is. Rejects never: what fails, the frame shows */
export async function runCommand(app: App, command: Command): Promise<string | null> {
  const state = pageState(app);
  switch (command.type) {
    case 'train':
      if (isTraining(state)) return null;
      if (!canRun(train, state))
        return 'Nothing can be trained now: it is finished, or the step asks for a prediction first.';
      await app.session.train();
      return null;
    case 'pause':
      if (isTraining(state)) await app.session.pause();
      return null;
    case 'step':
      if (!canRun(step, state)) return 'No step can be trained now.';
      await app.session.step();
      return null;
    case 'goTo':
      return goTo(app, command.step);
    case 'lesson':
      return openLesson(app, command.id, command.step ?? 1);
  }
}

async function goTo({ lessons }: App, step: number): Promise<string | null> {
  const { open } = lessons.state.getState();
  if (!open) return 'The frame shows no lesson.';
  if (step > open.lesson.steps.length) return `The lesson has ${open.lesson.steps.length} steps.`;
  if (step !== open.at + 1) await lessons.goTo(step - 1);
  return null;
}

async function openLesson(app: App, id: string, step: number): Promise<string | null> {
  const { lessons } = app;
  // What was answered in it stays.
  if (lessons.state.getState().open?.lesson.id === id) return goTo(app, step);
  const all = await lessons.all();
  const lesson = all.find((one) => one.id === id);
  if (!lesson) return `The lab has no such lesson: it has ${all.map((one) => one.id).join(', ')}.`;
  if (step > lesson.steps.length) return `The lesson has ${lesson.steps.length} steps.`;
  await lessons.open(lesson, step - 1);
  return null;
}
