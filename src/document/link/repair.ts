/** Makes a valid experiment of what a link says. */
import { cloneDeep } from 'es-toolkit';
import { type Experiment, experimentSchema } from '../../experiment/schema';
import { type Setting, settings, valueInWords } from '../../experiment/settings';
import { entryName, words } from '../../format/words';
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
      warnings.push(
        words('link.wrongTask', 'The link’s task does not fit, so the runs learn a text. {{why}}', {
          why: issue.message,
        }),
      );
    } else if (setting && !restored.has(path)) {
      restored.add(path);
      warnings.push(refusal(setting, changed, base, issue.message));
      assign(changed, setting, setting.read(base));
    } else if (!restored.has('')) {
      // Each is right, and they do not go together: only all of them are sure to.
      restored.add('');
      for (const each of settings) assign(changed, each, each.read(base));
      warnings.push(
        words(
          'link.wrongTogether',
          'The link’s settings do not go together, so all of them are at their defaults.',
        ),
      );
    } else {
      // Only the runs are left, which the caller has checked.
      throw new Error(`An experiment cannot be repaired. ${path}: ${issue.message}`);
    }
  }
}

function refusal(setting: Setting, e: Experiment, base: Experiment, message: string): string {
  const { kind, read } = setting;
  const text = (value: number | boolean) =>
    Number.isNaN(value) ? words('link.noNumber', 'no number') : valueInWords(value);
  return words('link.wrongSetting', '{{setting}}: the link has {{value}}, so {{instead}} is used. {{why}}', {
    setting: entryName('settings', setting),
    value: text(read(e)),
    instead: text(read(base)),
    why: kind === 'switch' ? words('link.switch', 'It is 0 or 1.') : message,
  });
}
