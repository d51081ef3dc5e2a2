/** Explains a variant: what it relaxes, its equation, parameters and costs (paper Tables 5 to 8). */
import { useExperiment } from '../../../app/session/experimentStore';
import { principles, type VariantId, variant } from '../../../attention/variants';
import { variantKeys } from '../../actions/stacks';
import { bytes, compact, count } from '../../kit/format';
import { Keys } from '../../kit/Keys';
import { Tex } from '../../kit/Tex';
import classes from './VariantCard.module.css';

export function VariantCard({ id }: { id: VariantId }) {
  const { model, batch } = useExperiment((e) => e.experiment);
  const { name, summary, tex, source, cost, principle, parameters } = variant(id);
  const { name: relaxes, meaning } = principles[principle];
  // The sizes of RoPE and the norms' epsilon do not change how many parameters there are.
  const specs = parameters({ ...model, ropeTheta: 0, rmsEps: 0 });
  const size = specs.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  const sizes = { B: batch, L: model.context, d: model.dModel, h: model.heads };
  const rows: [string, string, string][] = [
    ['Prefill, FLOPs', cost.prefillTex, compact(cost.prefillFlops(sizes))],
    ['Decode, FLOPs a token', cost.decodeTex, compact(cost.decodeFlops(sizes))],
    ['Cache, 16 bit', cost.cacheTex, bytes(cost.cacheBytes(sizes))],
  ];
  return (
    <article className={classes.card} aria-label={`About ${name}`}>
      <h3>
        <span>{name}</span>
        <span className={classes.keys} title="Sets the selected layer to it">
          <Keys keys={variantKeys(id)} />
        </span>
      </h3>
      <p>{summary}</p>
      <p className="muted">
        <strong>{principle === 'none' ? relaxes : `Relaxes: ${relaxes.toLowerCase()}`}.</strong> {meaning}
      </p>
      <Tex tex={tex} block />
      <p className="muted">
        {count(size)} parameters in this layer’s mixer. Time <Tex tex={`O(${cost.timeTex})`} />. Paper{' '}
        {source}.
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
