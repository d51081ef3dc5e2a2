/** Which panels a step has on paper: those that the hall sees, each picture once. */
import { omit } from 'es-toolkit';
import { noLesson } from '../../app/lessons/lessonState';
import type { PrintedStep } from '../../app/print/printedLesson';
import { chosenRun } from '../../document/view';
import type { Lesson } from '../../lessons/schema';
import type { Stage } from '../../lessons/stage';
import { pageState } from '../actions/action';
import { panels } from '../panels';
import type { Panel, PanelOnPaper } from '../panels/panel';
import { besidePanel } from '../present/besidePanel';

export interface PaperPanel extends Pick<PanelOnPaper, 'Component'> {
  id: string;
  name(): string;
  /** The step, from 0, that has the same picture already; null for none. */
  earlier: number | null;
}

/** Lists the panels of each step, in the order of the steps. */
export function paperPanels(lesson: Lesson, steps: readonly PrintedStep[]): PaperPanel[][] {
  const drawnIn = new Map<string, number>();
  return steps.map(({ stage, app, lacksRecording }, at) => {
    const state = { ...pageState(app), lesson: { ...noLesson, open: { lesson, at, stage } } };
    const curves = stage.hidden.includes('curves') ? [] : panels.filter(({ place }) => place === 'curves');
    const shown = [...curves, besidePanel(state)].filter((panel) => panel !== null);
    return shown.flatMap((panel) => {
      const { id, title, paper } = panel;
      if (!paper || (paper.of === 'results' && (!stage.trainedIn || lacksRecording))) return [];
      const picture = pictureKey(panel, stage);
      const earlier = drawnIn.get(picture) ?? null;
      if (earlier === null) drawnIn.set(picture, at);
      return [{ id, name: title, Component: paper.Component, earlier }];
    });
  });
}

/** Fields of the view that change no picture of the curves, and none of any other panel. */
const places = ['railTab', 'dockTab'] as const;
const ofMaps = ['runId', 'layer', 'head', 'mapKind', 'mapsOf'] as const;

/** What a panel's picture depends on. */
function pictureKey({ id, place }: Panel, { experiment, trainedIn, view }: Stage): string {
  // Without a choice the first run is shown.
  const runId = chosenRun(experiment.runs, view.runId).id;
  // Maps of all layers and heads are one picture, whichever is chosen.
  const chosen = view.mapsOf === 'layers' ? (['layer', 'head'] as const) : [];
  const shown = omit({ ...view, runId }, [...places, ...(place === 'curves' ? ofMaps : chosen)]);
  return JSON.stringify([id, trainedIn?.id ?? null, experiment, shown]);
}
