/** Every action with a key: its name, its keys and what it does, listed once for the shortcuts and their help. */
import { setVariant } from '../experiment/edit';
import { useExperiment } from '../store/experimentStore';
import { session } from '../store/session';
import { chosenRun, useView } from '../store/viewStore';
import { variants } from '../variants';

export interface Action {
  id: string;
  name: string;
  key: string;
  run(): void;
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
      const { runId, layer } = useView.getState();
      const run = chosenRun(useExperiment.getState().experiment.runs, runId);
      if (layer < run.layers.length) useExperiment.getState().update(setVariant(run.id, layer, variant.id));
    },
  })),
];

/** Runs the action of a key unless someone is writing. @returns whether there was one */
export function handleKey(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement | null;
  if (
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    target?.closest('input, textarea, select, [role="slider"]')
  ) {
    return false;
  }
  const action = actions.find((a) => a.key === event.key.toLowerCase());
  if (!action) return false;
  event.preventDefault();
  action.run();
  return true;
}
