/** Four-way choice of a continuation, scored as HellaSwag's acc_norm in lm-evaluation-harness. */
import { sum } from 'es-toolkit';
import { characterCount } from '../../data/characters';
import { Random } from '../../data/random';
import { reasons } from './reasons';
import { nextTokens } from './score';
import { meanEstimate } from './statistics';
import type { Evaluation, HeldOutText } from './types';

const itemCount = 100;
const choices = 4;
/** Not the experiment's seed: the questions are the same at each, so that seeds differ by training alone. */
const itemSeed = 1;

interface Item {
  prompt: Int32Array;
  /** The true one first. */
  continuations: Int32Array[];
}

export const choice: Evaluation = {
  id: 'choice',
  name: 'Continuation choice',
  measures:
    'How often the true continuation of held-out text is likelier, per character, than three from elsewhere in it.',
  metrics: [
    {
      id: 'choiceAccuracy',
      name: 'Continuation choice',
      unit: 'share',
      better: 'higher',
      chance: () => 1 / choices,
    },
  ],
  needsText: true,
  skip: false,
  prepare({ context, text }) {
    if (!text) return { unavailable: reasons.textOnly };
    const items = choiceItems(text, context);
    if (items.length < 2) return { unavailable: reasons.shortText };
    const options = items.flatMap(({ prompt, continuations }) =>
      continuations.map((continuation) => ({ prompt, continuation })),
    );
    const lengths = options.map(({ continuation }) => characterCount(text.tokenizer.decode(continuation)));
    return {
      requests: options.map(({ prompt, continuation }) => {
        const tokens = new Int32Array(prompt.length + continuation.length);
        tokens.set(prompt);
        tokens.set(continuation, prompt.length);
        return nextTokens(tokens, prompt.length);
      }),
      measure(scores) {
        const perCharacter = scores.map((s, i) => sum(s.logProbs) / (lengths[i] as number));
        const right = items.map((_, i) => {
          const own = perCharacter.slice(i * choices, (i + 1) * choices);
          const [truth, ...others] = own as [number, ...number[]];
          // Of equal ones none is chosen; NaN is never right.
          return others.every((other) => truth > other) ? 1 : 0;
        });
        return { metrics: { choiceAccuracy: meanEstimate(right) } };
      },
    };
  },
};

/**
 * Makes items spread over the held-out text: half a context each for prompt and continuation, which begin with a word.
 * @returns at most 100; fewer, or none, where the text is short
 */
export function choiceItems(text: HeldOutText, context: number): Item[] {
  const { tokens } = text;
  const prompt = Math.floor(context / 2);
  const continuation = context - prompt;
  const last = tokens.length - continuation;
  // So much text that four continuations can lie apart.
  if (last < (choices + 1) * context) return [];
  const random = new Random(itemSeed);
  const count = Math.min(itemCount, Math.floor(last / context));
  const begin = (at: number) => wordStart(text, at, Math.min(last, at + context));
  const slice = (at: number) => tokens.slice(at, at + continuation);
  return Array.from({ length: count }, (_, i) => {
    const truth = begin(prompt + Math.floor((i * (last - prompt)) / count));
    const starts = [truth];
    while (starts.length < choices) {
      const other = begin(random.int(last));
      // Three from elsewhere: none may overlap the prompt or the true continuation.
      if (Math.abs(other - truth) >= context && !starts.includes(other)) starts.push(other);
    }
    return { prompt: tokens.slice(truth - prompt, truth), continuations: starts.map(slice) };
  });
}

/** The first position from `at` to `last` where a word begins, else `at`: a broken word would tell the continuation. */
function wordStart({ tokens, tokenizer }: HeldOutText, at: number, last: number): number {
  const text = (position: number) => tokenizer.decode(tokens.subarray(position, position + 1));
  for (let position = Math.max(at, 1); position <= last; position++) {
    const [token, before] = [text(position), text(position - 1)];
    if (/\S/.test(token) && (/^\s/.test(token) || /\s$/.test(before))) return position;
  }
  return at;
}
