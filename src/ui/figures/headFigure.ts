/** The map of one head of a look, as a figure. */
import type { Look } from '../../runtime/protocol';
import { count } from '../kit/format';
import type { FigureFacts } from './facts';
import { mapFigure } from './mapFigure';
import type { Figure } from './paper';
import { mapPicture } from './raster';

interface HeadFigureOf {
  look: Look;
  /** (heads, T, T) of the layer. */
  map: Float32Array;
  layer: number;
  head: number;
  runName: string;
  facts: FigureFacts;
}

export function headFigure({ look, map, layer, head, runName, facts }: HeadFigureOf): Figure {
  const { tokens, step } = look;
  return mapFigure({
    name: `map-layer-${layer + 1}-head-${head + 1}`,
    title: `${runName}: layer ${layer + 1}, head ${head + 1}`,
    subtitle: `${facts.data} · attention at step ${count(step)} · shades by the root of the weight`,
    link: facts.link,
    tokens,
    picture: mapPicture(map, head, tokens.length),
  });
}
