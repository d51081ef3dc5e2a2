/** What a look saw as a figure: the map of one head, or every map. */
import type { Look } from '../../runtime/protocol';
import { count } from '../kit/format';
import type { FigureFacts } from './facts';
import { gridFigure } from './gridFigure';
import { mapFigure } from './mapFigure';
import type { Figure } from './paper';
import { mapPicture, thumbnail } from './raster';

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
    subtitle: subtitleOf(facts, step),
    link: facts.link,
    tokens,
    picture: mapPicture(map, head, tokens.length),
  });
}

/** @param layerNames what each layer's variant is called */
export function lookFigure(
  look: Look,
  layerNames: readonly string[],
  runName: string,
  facts: FigureFacts,
): Figure {
  const { layers, heads, tokens, step } = look;
  return gridFigure({
    name: 'maps',
    title: `${runName}: every map`,
    subtitle: subtitleOf(facts, step),
    link: facts.link,
    layers: layers.map(({ map }, l) => ({
      name: layerNames[l] ?? '',
      pictures: map && Array.from({ length: heads }, (_, head) => thumbnail(map, head, tokens.length)),
    })),
  });
}

const subtitleOf = ({ data }: FigureFacts, step: number) =>
  `${data} · attention at step ${count(step)} · shades by the root of the weight`;
