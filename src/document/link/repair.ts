/** Makes a valid experiment of what a link says. */
import { cloneDeep } from 'es-toolkit';
import { type Experiment, experimentSchema } from '../../experiment/schema';
import { type Setting, settings } from '../../experiment/settings';
import { formatExact } from '../../format/numbers';
import { assign, baseExperiment } from './settingsSection';

/**
 * Puts settings that the schema refuses back to the link format's base, which `warnings` says of each.
 * @param e with valid runs; everything else may be out of bounds
 */
export function repaired(e: Experiment, warnings: string[]): Experiment {
  const base = baseExperiment();
  const changed: Experiment = cloneDeep(e);
  const restored = new Set<string>();
  for (;;) {
    const result = experimentSchema.safeParse(changed);
    if (result.success) return result.data;
    const issue = result.error.issues[0]!;
    const path = issue.path.join('.');
    const setting = settings.find(({ id }) => id === path);
    if (path === 'task' || path.startsWith('task.')) {
      changed.task = null;
      warnings.push(`The link’s task does not fit, so the runs learn a text. ${issue.message}`);
    } else if (setting && !restored.has(path)) {
      restored.add(path);
      warnings.push(refusal(setting, changed, base, issue.message));
      assign(changed, setting, setting.read(base));
    } else if (!restored.has('')) {
      // Each is right, and they do not go together: only all of them are sure to.
      restored.add('');
      for (const each of settings) assign(changed, each, each.read(base));
      warnings.push('The link’s settings do not go together, so all of them are at their defaults.');
    } else {
      // Only the runs are left, which the caller has checked.
      throw new Error(`An experiment cannot be repaired. ${path}: ${issue.message}`);
    }
  }
}

function refusal({ kind, name, read }: Setting, e: Experiment, base: Experiment, message: string): string {
  const text = (value: number | boolean) =>
    typeof value === 'number'
      ? Number.isNaN(value)
        ? 'no number'
        : formatExact(value)
      : value
        ? 'on'
        : 'off';
  return `${name}: the link has ${text(read(e))}, so ${text(read(base))} is used. ${kind === 'switch' ? 'It is 0 or 1.' : message}`;
}
