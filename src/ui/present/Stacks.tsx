/** The runs' stacks as strips, the first layer first; once the keys are unlocked, layers can be chosen and changed. */
import { type Layer, layerName } from '../../attention/layers';
import { variant } from '../../attention/variants';
import { styleOf } from '../../experiment/runStyles';
import type { Run } from '../../experiment/schema';
import { t } from '../../i18n/i18n';
import { useChosenLayerOf, useExperiment, usePresent } from '../AppContext';
import { Isolated } from '../kit/Isolated';
import { RunSwatch } from '../kit/RunSwatch';
import { useMark } from '../kit/useMark';
import { useChip } from '../kit/VariantChip';
import { LayerCell } from '../panels/runs/LayerCell';
import classes from './Present.module.css';

export function Stacks() {
  const runs = useExperiment((e) => e.experiment.runs);
  return (
    <ul className={classes.stacks} aria-label={t('present.stacks')} data-testid="stacks">
      {runs.map((run, index) => (
        <Stack key={run.id} run={run} index={index} />
      ))}
    </ul>
  );
}

function Stack({ run, index }: { run: Run; index: number }) {
  const unlocked = usePresent((p) => p.unlocked);
  const chosen = useChosenLayerOf(run);
  const style = useExperiment((e) => styleOf(e.experiment.runs, run.id));
  return (
    <li className={classes.stack} {...useMark(`run:${run.id}`)}>
      <span className={classes.name}>
        <RunSwatch style={style} /> <Isolated text={run.name} />
      </span>
      <ol className={classes.strip} data-letters>
        {run.layers.map((layer, at) =>
          unlocked ? (
            <LayerCell
              // biome-ignore lint/suspicious/noArrayIndexKey: a layer is its place
              key={at}
              run={run}
              runIndex={index}
              index={at}
              layer={layer}
              selected={at === chosen}
            />
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: a layer is its place
            <PlainLayer key={at} run={run.id} index={at} layer={layer} />
          ),
        )}
      </ol>
    </li>
  );
}

function PlainLayer({ run, index, layer }: { run: string; index: number; layer: Layer }) {
  const { className, style } = useChip(layer.variant);
  return (
    <li>
      <span
        className={`${className} ${classes.layer}`}
        style={style}
        title={layerName(layer)}
        {...useMark(`layer:${run}:${index}`)}
      >
        {variant(layer.variant).short}
      </span>
    </li>
  );
}
