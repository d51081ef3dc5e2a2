/** Four-way choice of a continuation, scored as HellaSwag's acc_norm in lm-evaluation-harness. */
import { Random } from '../../data/random';
import { meanEstimate, sum } from './statistics';
import type { EvalData, Evaluation } from './types';

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
  skip: false,
  prepare(data) {
    const items = choiceItems(data);
    if (items.length < 2) return { unavailable: 'too little held-out text for four continuations' };
    const options = items.flatMap(({ prompt, continuations }) =>
      continuations.map((continuation) => ({ prompt, continuation })),
    );
    const lengths = options.map(({ continuation }) => data.tokenizer.decode(continuation).length);
    return {
      requests: options.map(({ prompt, continuation }) => {
        const tokens = new Int32Array(prompt.length + continuation.length);
        tokens.set(prompt);
        tokens.set(continuation, prompt.length);
        return { tokens, from: prompt.length };
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

/** Questions spread over the held-out text; half a context each for prompt and continuation, which begin with a word. */
export function choiceItems(data: EvalData): Item[] {
  const { validation, context } = data;
  const prompt = Math.floor(context / 2);
  const continuation = context - prompt;
  const last = validation.length - continuation;
  // So much text that four continuations can lie apart.
  if (last < (choices + 1) * context) return [];
  const random = new Random(itemSeed);
  const count = Math.min(itemCount, Math.floor(last / context));
  const slice = (at: number) => validation.slice(at, at + continuation);
  return Array.from({ length: count }, (_, i) => {
    const truth = wordStart(data, prompt + Math.floor((i * (last - prompt)) / count), last);
    const starts = [truth];
    while (starts.length < choices) {
      const other = wordStart(data, random.int(last), last);
      // Three from elsewhere: none may overlap the prompt or the true continuation.
      if (Math.abs(other - truth) >= context && !starts.includes(other)) starts.push(other);
    }
    return { prompt: validation.slice(truth - prompt, truth), continuations: starts.map(slice) };
  });
}

/** The first position from `at` on where a word begins, else `at`: a continuation is not to be told by a broken word. */
function wordStart({ validation, tokenizer, context }: EvalData, at: number, last: number): number {
  const text = (position: number) => tokenizer.decode(validation.subarray(position, position + 1));
  for (let position = Math.max(at, 1); position <= Math.min(last, at + context); position++) {
    const [token, before] = [text(position), text(position - 1)];
    if (/\S/.test(token) && (/^\s/.test(token) || /\s$/.test(before))) return position;
  }
  return at;
}
