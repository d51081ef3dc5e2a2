/** The shared settings and the task of an experiment in a link: those that differ from the base, by their codes. */
import { cloneDeep } from 'es-toolkit';
import { corpora, ownTextId } from '../../data/corpora';
import { getTask, knobName, type TaskChoice, tasks } from '../../data/tasks';
import { tokenizers } from '../../data/tokenizers';
import { type Experiment, experimentSchema } from '../../experiment/schema';
import { type Setting, settings } from '../../experiment/settings';
import { entryName, words } from '../../format/words';
import { baseSettings } from './base';
import { type BitReader, BitWriter } from './bits';
import { readCodedNumbers, writeCodedNumbers } from './values';

/** Codes in the numbers of settings that are no setting's own. */
const corpusCode = 1;
const tokenizerCode = 2;
const ownTextCode = 0;

/** An entry of the numbers for which `base` stands where it is left out. */
const idsByCode = [
  {
    code: corpusCode,
    key: 'corpus',
    all: [{ id: ownTextId, linkCode: ownTextCode }, ...corpora],
  },
  { code: tokenizerCode, key: 'tokenizer', all: tokenizers },
] as const;

const base: Experiment = experimentSchema.parse({
  ...baseSettings,
  runs: [{ id: 'none', name: 'None', layers: ['standard'] }],
});

/** Returns a copy of the settings that a link leaves out; its one run is there because the schema needs one. */
export const baseExperiment = (): Experiment => cloneDeep(base);

/** Writes the settings that differ from the base; empty where none does. */
export function writeSettings(e: Experiment): string {
  const numbers = new Map<number, number>();
  for (const { code, key, all } of idsByCode) {
    const entry = all.find(({ id }) => id === e[key]);
    if (entry && e[key] !== base[key]) numbers.set(code, entry.linkCode);
  }
  for (const { linkCode, read } of settings)
    if (read(e) !== read(base)) numbers.set(linkCode, Number(read(e)));
  if (numbers.size === 0) return '';
  const to = new BitWriter();
  writeCodedNumbers(to, numbers);
  return to.done();
}

/** Reads the settings; values may still be out of bounds. What is unknown is left out, which `warnings` says. */
export function readSettings(from: BitReader, warnings: string[]): Experiment {
  const e = baseExperiment();
  const unread = new Map(readCodedNumbers(from));
  for (const { code, key, all } of idsByCode) {
    const linkCode = unread.get(code);
    if (!unread.delete(code)) continue;
    const found = all.find((entry) => entry.linkCode === linkCode);
    if (found) e[key] = found.id;
    else
      warnings.push(
        key === 'corpus'
          ? words(
              'link.unknownText',
              'The link asks for a text that this version of the lab does not know; {{instead}} is used.',
              { instead: nameOf('corpora', all, e[key]) },
            )
          : words(
              'link.unknownTokenizer',
              'The link asks for a tokenizer that this version of the lab does not know; {{instead}} is used.',
              { instead: nameOf('tokenizers', all, e[key]) },
            ),
      );
  }
  for (const setting of settings) {
    const value = unread.get(setting.linkCode);
    if (!unread.delete(setting.linkCode) || value === undefined) continue;
    // What is neither 0 nor 1 is no switch: it stays a number, which the schema refuses.
    assign(e, setting, setting.kind === 'switch' && (value === 0 || value === 1) ? value === 1 : value);
  }
  if (unread.size > 0)
    warnings.push(
      words(
        'link.unknownSetting',
        'The link sets something that this version of the lab does not know; it was left out.',
      ),
    );
  return e;
}

/**
 * Sets a setting in place, unchecked, and nothing else: `write` may change other settings too, which the link gives
 * itself.
 */
export function assign(e: Experiment, { id }: Setting, value: unknown): void {
  const keys = id.split('.');
  const last = keys.pop() as string;
  let at = e as unknown as Record<string, unknown>;
  for (const key of keys) at = at[key] as Record<string, unknown>;
  at[last] = value;
}

function nameOf(registry: string, all: readonly { id: string; name?: string }[], id: string): string {
  const name = all.find((entry) => entry.id === id)?.name;
  return name === undefined ? id : entryName(registry, { id, name });
}

const taskWidth = 4;

/** Writes a task and its knobs. @throws Error where there is no such task */
export function writeTask({ id, knobs }: TaskChoice): string {
  const task = getTask(id);
  const to = new BitWriter().whole(task.linkCode, taskWidth);
  const values = Object.entries(task.knobs).map(
    ([name, { linkCode }]) => [linkCode, knobs[name] as number] as const,
  );
  writeCodedNumbers(to, new Map(values));
  return to.done();
}

/** Reads a task, null where it is unknown; a knob that is out of bounds is at its default. `warnings` says both. */
export function readTask(from: BitReader, warnings: string[]): TaskChoice | null {
  const code = from.whole(taskWidth, 9999);
  const numbers = readCodedNumbers(from);
  const task = tasks.find(({ linkCode }) => linkCode === code);
  if (!task) {
    warnings.push(
      words(
        'link.unknownTask',
        'The link asks for a task that this version of the lab does not know; the runs learn a text.',
      ),
    );
    return null;
  }
  const entries = Object.entries(task.knobs).map(([name, knob]) => {
    const value = numbers.get(knob.linkCode) ?? knob.default;
    if (knob.values.includes(value)) return [name, value] as const;
    warnings.push(
      words(
        'link.wrongKnob',
        '{{task}}: {{knob}} is one of {{values}}, which the link’s value is not; {{instead}} is used.',
        {
          task: entryName('tasks', task),
          knob: knobName(task, name),
          values: knob.values.join(', '),
          instead: knob.default,
        },
      ),
    );
    return [name, knob.default] as const;
  });
  return { id: task.id, knobs: Object.fromEntries(entries) };
}
