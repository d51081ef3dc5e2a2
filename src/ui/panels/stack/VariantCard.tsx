/** Explains a variant: what it relaxes, its equation, parameters and costs (paper Tables 5 to 8). */

import type { ReactNode } from 'react';
import { type Layer, layerCost } from '../../../attention/layers';
import { mixerParameters } from '../../../attention/parameters';
import { principles } from '../../../attention/principles';
import { variant } from '../../../attention/variants';
import { formatBytes } from '../../../format/bytes';
import { formatCompact, formatCount } from '../../../format/numbers';
import { useExperiment } from '../../AppContext';
import { variantKeys } from '../../actions/stackActions';
import { Keys } from '../../kit/Keys';
import { Tex } from '../../kit/Tex';
import classes from './VariantCard.module.css';

/** Shows the card of a layer's variant. @param children the layer's options */
export function VariantCard({ layer, children }: { layer: Layer; children?: ReactNode }) {
  const { model, batch } = useExperiment((e) => e.experiment);
  const shown = variant(layer.variant);
  const { name, summary, tex, citation, cost, principle } = shown;
  const { name: relaxes, meaning } = principles[principle];
  // The sizes of RoPE and the norms' epsilon do not change how many parameters there are.
  const specs = mixerParameters(shown, { ...model, ropeTheta: 0, rmsEps: 0 });
  const size = specs.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  const sizes = { B: batch, L: model.context, d: model.dModel, h: model.heads };
  const figures = layerCost(layer, sizes);
  const rows: [string, string, string][] = [
    ['Prefill, FLOPs', cost.prefillTex, formatCompact(figures.prefillFlops)],
    ['Decode, FLOPs a token', cost.decodeTex, formatCompact(figures.decodeFlops)],
    ['Cache, 16 bit', cost.cacheTex, formatBytes(figures.cacheBytes)],
  ];
  return (
    <article className={classes.card} aria-label={`About ${name}`}>
      <h3>
        <span>{name}</span>
        <span className={classes.keys} title="Sets the selected layer to it">
          <Keys keys={variantKeys(layer.variant)} />
        </span>
      </h3>
      <p>{summary}</p>
      <p className="muted">
        <strong>{principle === 'none' ? relaxes : `Relaxes: ${relaxes.toLowerCase()}`}.</strong> {meaning}
      </p>
      {children}
      <Tex tex={tex} block />
      <p className="muted">
        {formatCount(size)} parameters in this layer’s mixer. Time <Tex tex={`O(${cost.timeTex})`} />. Source:{' '}
        {citation}.
      </p>
      <table className={classes.costs}>
        <caption className="visually-hidden">Cost of one layer at the current sizes</caption>
        <tbody>
          {rows.map(([what, formula, value]) => (
            <tr key={what}>
              <th scope="row">{what}</th>
              <td>
                <Tex tex={formula} />
              </td>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </article>
  );
}
