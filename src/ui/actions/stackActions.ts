/** Actions on the selected layer and its stack. */
import type { App } from '../../app/app';
import { type VariantId, variant, variants } from '../../attention/variants';
import { chosenLayer, chosenRun } from '../../document/view';
import { setVariant } from '../../experiment/edit';
import type { Run } from '../../experiment/schema';
import { t } from '../../i18n/i18n';
import { type Action, always } from './action';
import { digitKeys } from './keys';

function selection({ document }: App): { run: Run; layer: number } {
  const { runId, layer } = document.view.getState();
  const run = chosenRun(document.experiment.getState().experiment.runs, runId);
  return { run, layer: chosenLayer(run, layer) };
}

/** So that a stray digit changes nothing. */
const onLayer = { selector: '[data-cell]', where: 'layer' } as const;

/** An action for each variant of the registry: it takes the selected layer. */
export const variantActions: readonly (Action & { variantId: VariantId })[] = variants.map(({ id }, i) => ({
  id: `variant-${id}`,
  variantId: id,
  name: () => t('actions.variant.name', { variant: variant(id).name }),
  keys: [digitKeys(i)],
  focus: onLayer,
  part: 'rail',
  enabled: always,
  run(app) {
    const { run, layer } = selection(app);
    app.document.experiment.getState().update(setVariant(run.id, layer, id));
  },
}));

/** Returns the keys that set the selected layer to a variant, as in `Action.keys`. @throws Error where it has none */
export function variantKeys(id: VariantId): string {
  const found = variantActions.find(({ variantId }) => variantId === id)?.keys[0];
  if (found === undefined) throw new Error(`The variant "${id}" has no key.`);
  return found;
}

export const placement: Action = {
  id: 'place',
  name: () => t('actions.place.name'),
  label: () => t('actions.place.label'),
  keys: ['p'],
  part: 'rail',
  enabled: always,
  run: (app) => app.document.view.getState().set({ dialog: { kind: 'place', runId: selection(app).run.id } }),
};
