/** Shows the chosen run's stack, read-only, the last layer on top. */

import { type VariantId, variant } from '../../attention/variants';
import { styleOf } from '../../experiment/runStyles';
import { useChosenRun, useExperiment } from '../AppContext';
import { Isolated } from '../kit/Isolated';
import { RunSwatch } from '../kit/RunSwatch';
import { ChipContent, useChip } from '../kit/VariantChip';
import classes from './Embed.module.css';

export function PlainStack() {
  const run = useChosenRun();
  const style = useExperiment((e) => styleOf(e.experiment.runs, run.id));
  const layers = run.layers.map(({ variant: id }, layer) => ({ id, layer })).reverse();
  return (
    <section className="panel" aria-labelledby="stack-title" data-testid="stack">
      <h2 id="stack-title" className={classes.name}>
        <RunSwatch style={style} /> <Isolated text={run.name} />
      </h2>
      <ol className={classes.layers} reversed>
        {layers.map(({ id, layer }) => (
          <Layer key={layer} id={id} layer={layer} />
        ))}
      </ol>
    </section>
  );
}

function Layer({ id, layer }: { id: VariantId; layer: number }) {
  const { className, style } = useChip(id);
  return (
    <li className={`${className} ${classes.chip}`} style={style}>
      <ChipContent number={layer + 1}>{variant(id).name}</ChipContent>
    </li>
  );
}
