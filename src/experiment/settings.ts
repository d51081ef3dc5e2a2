/**
 * The registry of an experiment's shared settings: name, help, and how each is read, written and chosen. The settings
 * panel is drawn from this list; what a value may be is the schema's to say.
 */
import { getTask } from '../data/tasks';
import { formatExact, formatRounded, parseExact } from '../format/numbers';
import { entryName, words } from '../format/words';
import { setKnob, setModel, setSettings } from './edit';
import type { Experiment, ModelSettings, OptimizerSettings } from './schema';

interface Base<Value> {
  /** Its path in the experiment. */
  id: string;
  /** What stands for it in a link: its own for ever. 1 and 2 are the corpus and the tokenizer. */
  linkCode: number;
  name: string;
  help: string;
  /** Where the settings panel has it; a task's knobs are in the task's own. */
  group: GroupId | null;
  /** A run may have one of its own, in place of the one that all share. */
  perRun?: true;
  read(e: Experiment): Value;
  write(e: Experiment, value: Value): Experiment;
}

/** A value out of a few that make sense beside the others. */
export interface ChoiceSetting extends Base<number> {
  kind: 'choice';
  choices(e: Experiment): number[];
  /** What the value comes to, said after the help. */
  note?(e: Experiment): string;
}

interface NumberSetting extends Base<number> {
  kind: 'number';
}

interface SwitchSetting extends Base<boolean> {
  kind: 'switch';
}

export type Setting = ChoiceSetting | NumberSetting | SwitchSetting;

/** `panel` says where a group is shown: with the settings, with the text, or with the tokens it becomes. */
export const settingGroups = [
  { id: 'main', name: 'Main settings', panel: 'settings' },
  { id: 'model', name: 'Model', panel: 'settings' },
  { id: 'optimizer', name: 'Optimizer (AdamW)', panel: 'settings' },
  { id: 'validation', name: 'Validation', panel: 'settings' },
  { id: 'corpus', name: 'Text', panel: 'text' },
  { id: 'tokenizer', name: 'Tokens', panel: 'tokens' },
] as const;

export type GroupId = (typeof settingGroups)[number]['id'];

const inModel = <K extends keyof ModelSettings>(key: K) => ({
  id: `model.${key}`,
  read: (e: Experiment): ModelSettings[K] => e.model[key],
  write: (e: Experiment, value: ModelSettings[K]) => setModel({ [key]: value })(e),
});

const inOptimizer = <K extends keyof OptimizerSettings>(key: K) => ({
  id: `optimizer.${key}`,
  read: (e: Experiment): number => e.optimizer[key],
  write: (e: Experiment, value: number) => setSettings({ optimizer: { ...e.optimizer, [key]: value } })(e),
});

const atTop = <
  K extends
    | 'batch'
    | 'steps'
    | 'moreSteps'
    | 'evalInterval'
    | 'evalWindows'
    | 'seed'
    | 'corpusSize'
    | 'vocabSize',
>(
  key: K,
) => ({
  id: key,
  read: (e: Experiment): number => e[key],
  write: (e: Experiment, value: number) => setSettings({ [key]: value })(e),
});

const divisors = (n: number) => Array.from({ length: n }, (_, i) => i + 1).filter((k) => n % k === 0);

export const settings: readonly Setting[] = [
  {
    kind: 'choice',
    group: 'main',
    ...inModel('dModel'),
    linkCode: 3,
    name: 'Width',
    help: 'Of a token’s vector (dModel)',
    choices: () => [32, 64, 128, 256],
    // The feed-forward grows in proportion.
    write: (e, dModel) =>
      setModel({ dModel, ffn: Math.max(8, Math.round((e.model.ffn / e.model.dModel) * dModel)) })(e),
  },
  {
    kind: 'choice',
    group: 'main',
    ...inModel('context'),
    linkCode: 4,
    name: 'Context',
    help: 'Tokens a model sees at once',
    choices: () => [32, 64, 128, 256, 512, 1024],
  },
  {
    kind: 'choice',
    group: 'main',
    ...atTop('batch'),
    linkCode: 5,
    name: 'Batch',
    help: 'Windows of text in each step',
    choices: () => [1, 2, 4, 8, 16, 32, 64],
  },
  {
    kind: 'number',
    group: 'main',
    ...atTop('steps'),
    linkCode: 6,
    name: 'Steps',
    help: 'Updates of each run',
  },
  {
    kind: 'number',
    group: 'optimizer',
    ...atTop('moreSteps'),
    linkCode: 26,
    name: 'More steps',
    help: 'After those, at the lowest learning rate',
  },
  {
    kind: 'number',
    group: 'main',
    perRun: true,
    ...inOptimizer('learningRate'),
    linkCode: 7,
    name: 'Learning rate',
    help: 'After the warm-up',
  },
  {
    kind: 'number',
    group: 'main',
    perRun: true,
    ...atTop('seed'),
    linkCode: 8,
    name: 'Seed',
    help: 'Same seed, same curves',
  },
  {
    kind: 'choice',
    group: 'model',
    ...inModel('heads'),
    linkCode: 9,
    name: 'Heads',
    help: 'Attention maps in each layer',
    choices: ({ model }) => divisors(model.dModel).filter((k) => k <= 32 && (model.dModel / k) % 2 === 0),
    note: ({ model }) =>
      words('settings.model.heads.note', 'each {{width}} wide', { width: model.dModel / model.heads }),
    // Multi-head attention stays that; fewer key-value heads stay as they are while they divide the heads.
    write({ model, ...e }, heads) {
      const grouped = model.kvHeads < model.heads && heads % model.kvHeads === 0;
      return { ...e, model: { ...model, heads, kvHeads: grouped ? model.kvHeads : heads } };
    },
  },
  {
    kind: 'choice',
    group: 'model',
    ...inModel('kvHeads'),
    linkCode: 10,
    name: 'Key-value heads',
    help: 'Fewer than heads: grouped-query attention',
    choices: ({ model }) => divisors(model.heads),
  },
  {
    kind: 'choice',
    group: 'model',
    ...inModel('ffn'),
    linkCode: 11,
    name: 'Feed-forward',
    help: 'Hidden size (SwiGLU)',
    choices: ({ model }) => [1, 2, 3, 4].map((k) => k * model.dModel).filter((ffn) => ffn <= 4096),
    note: ({ model }) =>
      words('settings.model.ffn.note', '{{times}} × width', {
        times: formatRounded(model.ffn / model.dModel, 3),
      }),
  },
  {
    kind: 'switch',
    group: 'model',
    ...inModel('qkvBias'),
    linkCode: 12,
    name: 'QKV bias',
    help: 'A bias on queries, keys and values, as in Qwen2.5',
  },
  {
    kind: 'switch',
    group: 'model',
    perRun: true,
    ...inModel('qkNorm'),
    linkCode: 13,
    name: 'QK-norm',
    help: 'Normalises queries and keys, which steadies training',
  },
  {
    kind: 'switch',
    group: 'model',
    ...inModel('tieEmbeddings'),
    linkCode: 14,
    name: 'Tied embeddings',
    help: 'The same matrix reads tokens in and out',
  },
  {
    kind: 'number',
    group: 'optimizer',
    perRun: true,
    ...inOptimizer('warmup'),
    linkCode: 15,
    name: 'Warm-up steps',
    help: 'Linear rise to the learning rate',
  },
  {
    kind: 'number',
    group: 'optimizer',
    perRun: true,
    ...inOptimizer('minLearningRate'),
    linkCode: 16,
    name: 'Minimum rate',
    help: 'Where the cosine ends',
  },
  {
    kind: 'number',
    group: 'optimizer',
    perRun: true,
    ...inOptimizer('beta1'),
    linkCode: 17,
    name: 'Beta 1',
    help: 'Memory of the gradient’s mean',
  },
  {
    kind: 'number',
    group: 'optimizer',
    perRun: true,
    ...inOptimizer('beta2'),
    linkCode: 18,
    name: 'Beta 2',
    help: 'Memory of the gradient’s square',
  },
  {
    kind: 'number',
    group: 'optimizer',
    perRun: true,
    ...inOptimizer('epsilon'),
    linkCode: 19,
    name: 'Epsilon',
    help: 'Keeps the division finite',
  },
  {
    kind: 'number',
    group: 'optimizer',
    perRun: true,
    ...inOptimizer('weightDecay'),
    linkCode: 20,
    name: 'Weight decay',
    help: 'On matrices only',
  },
  {
    kind: 'number',
    group: 'optimizer',
    perRun: true,
    ...inOptimizer('clipNorm'),
    linkCode: 21,
    name: 'Clip norm',
    help: 'Longest gradient allowed',
  },
  {
    kind: 'number',
    group: 'validation',
    ...atTop('evalInterval'),
    linkCode: 22,
    name: 'Interval',
    help: 'Steps between two validation losses',
  },
  {
    kind: 'number',
    group: 'validation',
    ...atTop('evalWindows'),
    linkCode: 23,
    name: 'Windows',
    help: 'Held-out windows in each',
  },
  {
    kind: 'choice',
    group: 'corpus',
    ...atTop('corpusSize'),
    linkCode: 24,
    name: 'Stories',
    help: 'How many are made, all different',
    choices: () => [1000, 2000, 4000, 8000, 16_000],
  },
  {
    kind: 'choice',
    group: 'tokenizer',
    ...atTop('vocabSize'),
    linkCode: 25,
    name: 'Vocabulary',
    help: 'Tokens to learn, the 256 bytes among them',
    choices: () => [256, 512, 1024, 2048, 4096, 8192],
  },
];

/**
 * Returns a task's knobs as settings, which read and write while it is chosen.
 * @throws Error where there is no such task
 */
export const knobSettings = (taskId: string): ChoiceSetting[] =>
  Object.entries(getTask(taskId).knobs).map(([knob, { linkCode, name, help, values, default: first }]) => ({
    kind: 'choice',
    linkCode,
    id: `task.knobs.${knob}`,
    group: null,
    name,
    help,
    choices: () => [...values],
    read: (e) => e.task?.knobs[knob] ?? first,
    write: (e, value) => setKnob(knob, value)(e),
  }));

/** Returns the choices of a setting in rising order, its present value among them. */
export function choicesOf(setting: ChoiceSetting, e: Experiment): number[] {
  return [...new Set([...setting.choices(e), setting.read(e)])].sort((a, b) => a - b);
}

/** Names a setting with a value of it in the reader's language: "Width 128", "QK-norm on". */
export const settingInWords = (setting: Setting, value: number | boolean): string =>
  valueOfSetting(entryName('settings', setting), value);

/** The same of a setting by its name in the reader's language. */
export const valueOfSetting = (name: string, value: number | boolean): string =>
  words('settings.valueOf', '{{setting}} {{value}}', { setting: name, value: valueInWords(value) });

/** Writes a setting's value in the reader's language; a switch is on or off. */
export function valueInWords(value: number | boolean): string {
  if (typeof value === 'number') return formatExact(value);
  return value ? words('settings.on', 'on') : words('settings.off', 'off');
}

/** Parses a number that a person typed. @returns it, or a message that says what to type */
export function parseNumber(typed: string): { ok: true; value: number } | { ok: false; message: string } {
  const value = parseExact(typed);
  if (value !== null) return { ok: true, value };
  const examples = { small: formatExact(0.003) };
  return {
    ok: false,
    message: /[.,]/.test(typed)
      ? words(
          'numbers.grouped',
          'Write the number with a point and no commas, such as 600, {{small}} or 3e-3.',
          examples,
        )
      : words('numbers.none', 'Write a number, such as 600, {{small}} or 3e-3.', examples),
  };
}
