/** Every action with a key: its name, its keys and what it does, listed once for the shortcuts and their help. */

import { useExperiment } from '../app/document/experimentStore';
import { history } from '../app/document/history';
import { useView } from '../app/document/viewStore';
import { session } from '../app/session/session';
import { variants } from '../attention/variants';
import { chosenLayer, chosenRun } from '../document/view';
import { setVariant } from '../experiment/edit';
import type { Run } from '../experiment/schema';

export interface Action {
  id: string;
  name: string;
  key: string;
  /** Other keys, with Ctrl or Cmd as mod. */
  chords?: readonly string[];
  run(): void;
}

function selection(): { run: Run; layer: number } {
  const { runId, layer } = useView.getState();
  const run = chosenRun(useExperiment.getState().experiment.runs, runId);
  return { run, layer: chosenLayer(run, layer) };
}

export const actions: Action[] = [
  { id: 'train', name: 'Train or pause', key: 't', run: () => void session.toggle() },
  { id: 'step', name: 'Train one step', key: 's', run: () => void session.step() },
  { id: 'reset', name: 'Reset to untrained models', key: 'r', run: () => void session.reset() },
  ...variants.map((variant, i) => ({
    id: `variant-${variant.id}`,
    name: `Selected layer: ${variant.name}`,
    key: String(i + 1),
    run() {
      const { run, layer } = selection();
      useExperiment.getState().update(setVariant(run.id, layer, variant.id));
    },
  })),
  {
    id: 'place',
    name: 'Place a variant in the whole stack',
    key: 'p',
    run: () => useView.getState().set({ dialog: { kind: 'place', runId: selection().run.id } }),
  },
  {
    id: 'undo',
    name: 'Undo the last change',
    key: 'u',
    chords: ['mod+z'],
    run: () => history.undo(),
  },
  {
    id: 'redo',
    name: 'Redo what was undone',
    key: 'y',
    chords: ['mod+shift+z', 'mod+y'],
    run: () => history.redo(),
  },
  {
    id: 'share',
    name: 'Share a link to the experiment',
    key: 'l',
    run: () => useView.getState().set({ dialog: { kind: 'share' } }),
  },
  {
    id: 'library',
    name: 'Open the saved experiments',
    key: 'o',
    run: () => useView.getState().set({ dialog: { kind: 'library' } }),
  },
  {
    id: 'help',
    name: 'Open this help',
    key: '?',
    run: () => useView.getState().set({ dialog: { kind: 'help' } }),
  },
];

/** Those for a page that is embedded in another: it shows nothing that the others act on. */
export const trainingActions = actions.filter(({ id }) => ['train', 'step', 'reset'].includes(id));

/** Keys that a part of the page handles itself while it has the focus. */
export const localKeys: { where: string; keys: string; name: string }[] = [
  { where: 'On a layer', keys: '← ↑ → ↓', name: 'Go to another layer or run' },
  { where: 'On a layer', keys: 'Delete', name: 'Remove the layer' },
  { where: 'On the chart', keys: '← → Home End', name: 'Read every run’s losses at a step' },
  { where: 'On the large map', keys: '← ↑ → ↓ Home End', name: 'Read the weight of a query and a key' },
  { where: 'On the large map', keys: 'Page ↑ ↓', name: 'Go several queries up or down' },
  { where: 'On the large map', keys: 'Escape', name: 'Close it' },
];

/** Where keys are someone's writing, or belong to a dialog, a menu or a slider. */
const elsewhere = 'input, textarea, select, [role="slider"], [role="dialog"], [role="menu"]';

/** Runs the action of a key unless the key is meant for something else. @returns whether there was one */
export function handleKey(event: KeyboardEvent, offered: readonly Action[] = actions): boolean {
  const target = event.target as HTMLElement | null;
  if (event.altKey || event.repeat || useView.getState().dialog || target?.closest(elsewhere)) return false;
  const key = event.key.toLowerCase();
  const modifiers = event.ctrlKey || event.metaKey ? (event.shiftKey ? 'mod+shift+' : 'mod+') : '';
  const action = offered.find((a) => (modifiers ? a.chords?.includes(modifiers + key) : a.key === key));
  if (!action) return false;
  event.preventDefault();
  action.run();
  return true;
}
