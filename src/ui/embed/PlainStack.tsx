/** The chosen run's stack to look at, the last layer on top. */
import { useExperiment } from '../../app/document/experimentStore';
import { useChosenRun } from '../../app/document/viewStore';
import { type VariantId, variant } from '../../attention/variants';
import { RunSwatch } from '../kit/RunSwatch';
import { useChipStyle } from '../panels/stack/LayerChip';
import stackClasses from '../panels/stack/StackPanel.module.css';
import classes from './Embed.module.css';

export function PlainStack() {
  const run = useChosenRun();
  const index = useExperiment((e) => e.experiment.runs.indexOf(run));
  const layers = run.layers.map(({ variant: id }, layer) => ({ id, layer })).reverse();
  return (
    <section className="panel" aria-labelledby="stack-title" data-testid="stack">
      <h2 id="stack-title" className={classes.name}>
        <RunSwatch index={index} /> {run.name}
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
  return (
    <li className={`${stackClasses.chip} ${classes.chip}`} style={useChipStyle(id)}>
      <span className={stackClasses.pattern} />
      <span className={stackClasses.number}>{layer + 1}</span>
      <span>{variant(id).name}</span>
    </li>
  );
}
