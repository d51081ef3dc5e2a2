/**
 * The PyTorch model of a stack: model.py put together from the forms that its layers use, and what it reads of
 * config.json.
 */
import { pythonLines } from '../attention/forms/pythonLines';
import { type Layer, mixingOf } from '../attention/layers';
import { gatedMlpHidden } from '../attention/parameters';
import { variant } from '../attention/variants';
import { headsOffIn, type ModelConfig } from '../model/config';
import template from './pytorch/model.py?raw';

/** Where model.py's template has the forms' own lines. */
const marker = /^# FORMS:.*$/m;

/** Writes model.py with the weights of each form that these layers use, and no others. */
export function modelScript(layers: readonly Layer[]): string {
  const forms = new Map(
    layers.flatMap((layer) => mixingOf(layer)?.form ?? []).map((form) => [form.id, form]),
  );
  const functions = [...forms.values()].map(({ id }) => `${pythonLines(id).trim()}\n`);
  const table = [...forms.values()].map(
    ({ id, rope }) => `    "${id}": (${id}_weights, ${rope ? 'True' : 'False'}),`,
  );
  const lines = [
    ...functions.map((lines) => `${lines}\n`),
    '# Of each form that this stack uses: its weights, and whether queries and keys are rotated.',
    table.length === 0 ? 'FORMS = {}' : `FORMS = {\n${table.join('\n')}\n}`,
  ];
  return template.replace(marker, () => lines.join('\n'));
}

/**
 * Returns what model.py reads as "model" of config.json: sizes, and of each layer its form, source and window of keys.
 */
export function pytorchConfig(config: ModelConfig): object {
  const { headsOff: _, ...sizes } = config;
  return {
    ...sizes,
    mlpHidden: gatedMlpHidden(config),
    layers: config.layers.map((layer, l) => pytorchLayer(layer, headsOffIn(config, l))),
  };
}

function pytorchLayer(layer: Layer, headsOff: readonly number[]): object {
  const mixing = mixingOf(layer);
  const named = { ...layer, name: variant(layer.variant).name };
  if (!mixing) return { ...named, form: null };
  const { form, source, mask } = mixing;
  return { ...named, form: form.id, source, sees: Number.isFinite(mask.width) ? mask.width : null, headsOff };
}
