import { words } from '../../format/words';
import { z } from '../../zod';
import { softmax } from '../forms/softmax';
import { windowMask } from '../masks';
import type { LayerOption, Variant } from '../variant';

/** As many keys as any context has: a window of so many hides nothing. */
const all = 1024;
const error = () =>
  words('attention.window', 'Give a whole number of keys from 1 to {{most}}.', { most: all });

const window: LayerOption = {
  name: 'Window',
  summary: 'How many keys a query sees, its own included; with all of them the layer is standard attention.',
  linkCode: 1,
  schema: z.int({ error }).min(1, { error }).max(all, { error }),
  default: 16,
  choices(context) {
    const powers = Array.from({ length: Math.ceil(Math.log2(context)) }, (_, n) => 2 ** n);
    return [...powers.map((w) => ({ value: w, label: String(w) })), { value: all, label: 'all' }];
  },
};

/** Standard attention over the last w positions (Gemma 2 and 3 mix it with standard layers, Mistral 7B has it alone). */
export const slidingWindow: Variant<'slidingWindow', 'window'> = {
  id: 'slidingWindow',
  linkCode: 7,
  name: 'Sliding window',
  short: 'Win',
  principle: 'mixing',
  summary: 'Each token weighs only the last few tokens; anything farther back must come through the layers.',
  tex: "A_{ij} = \\frac{\\exp(s_{ij})}{\\sum_{i-w < j' \\le i} \\exp(s_{ij'})},\\quad i-w < j \\le i",
  citation: 'Beltagy et al. 2020, arXiv 2004.05150, §3.1',
  cost: {
    timeTex: 'BLwd + BLd^2',
    prefillTex: '4BLwd + 6BLd^2',
    decodeTex: '6Bd^2 + 4Bwd',
    cacheTex: '4Bwd',
    activationTex: '10BLd + 2BhLw',
    prefillFlops: ({ B, L, d }, { window: w }) => 4 * B * L * Math.min(w, L) * d + 6 * B * L * d * d,
    decodeFlops: ({ B, L, d }, { window: w }) => 6 * B * d * d + 4 * B * Math.min(w, L) * d,
    cacheBytes: ({ B, L, d }, { window: w }) => 4 * B * Math.min(w, L) * d,
    activationBytes: ({ B, L, d, h }, { window: w }) => 10 * B * L * d + 2 * B * h * L * Math.min(w, L),
  },
  options: { window },
  mixing: { form: softmax, mask: ({ window: w }) => windowMask(w), source: 'current' },
};
