/** Form × mask × source, as the registry has forms: what tests walk in place of lists by hand. */
import type { Form } from '../../src/attention/forms/form';
import { causal, type Mask, windowMask } from '../../src/attention/masks';
import { sources } from '../../src/attention/sources';
import { variants } from '../../src/attention/variants';

/** Every form that a variant of the registry has, once. */
export const forms: readonly Form[] = [...new Set(variants.flatMap(({ mixing }) => mixing?.form ?? []))];

/** A causal mask, and windows of one key, of a few, of a whole block and more, and of more than there are. */
export const masks: readonly { name: string; mask: Mask }[] = [
  { name: 'causal', mask: causal },
  ...[1, 3, 17, 4096].map((width) => ({ name: `window ${width}`, mask: windowMask(width) })),
];

/** Whether each row has a map of its own or one map serves all, which is all that an op sees of the source. */
export const sharings: readonly { name: string; shared: boolean }[] = [
  ...new Set(Object.values(sources).map(({ reference }) => reference !== null)),
].map((shared) => ({ name: shared ? 'one map for all rows' : 'a map for each row', shared }));
