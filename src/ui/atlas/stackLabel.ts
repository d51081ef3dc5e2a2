/** A stack by the short names of its layers, from the bottom up. */
import { type VariantId, variants } from '../../attention/variants';

/** Writes a stack's id, such as "slidingWindow-4+mlp", for the reader: "Win 4 + MLP". */
export const stackLabel = (stack: string): string => stack.split('+').map(layerLabel).join(' + ');

function layerLabel(layer: string): string {
  const [id, ...options] = layer.split('-');
  const short = variants.find((one) => one.id === (id as VariantId))?.short ?? id;
  return [short, ...options].join(' ');
}
