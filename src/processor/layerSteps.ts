/** What a step did to each layer, from its parameters before and after and its gradients. */
import type { LayerStep } from '../engine/engine';

type Parameters = ReadonlyMap<string, Float32Array>;

/** @param gradients before clipping; all three by parameter name */
export function layerSteps(
  layers: number,
  before: Parameters,
  after: Parameters,
  gradients: Parameters,
): LayerStep[] {
  return Array.from({ length: layers }, (_, l) => {
    const names = [...before.keys()].filter((name) => name.startsWith(`layers.${l}.`));
    const norm = (entry: (name: string, n: number) => number) => {
      let squares = 0;
      for (const name of names)
        for (let n = 0; n < (before.get(name) as Float32Array).length; n++) squares += entry(name, n) ** 2;
      return Math.sqrt(squares);
    };
    const of = (block: Parameters) => (name: string, n: number) => block.get(name)?.[n] as number;
    const [was, is] = [of(before), of(after)];
    return {
      gradNorm: norm(of(gradients)),
      update: norm((name, n) => is(name, n) - was(name, n)),
      weights: norm(was),
    };
  });
}
