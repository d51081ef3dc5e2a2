/** Says in the run bar that this device is slow and why, and offers the size that helps. */
import { Button } from '@mantine/core';
import { applyPreset, presetOf, sizePresets } from '../experiment/presets';
import { useExperiment, useRuns } from './AppContext';
import { usePageState } from './actions/action';
import { isTraining } from './actions/trainingActions';

export function SlowDevice() {
  const engine = useRuns((r) => r.engine);
  const running = usePageState(isTraining);
  const preset = useExperiment((e) => presetOf(e.experiment)?.id);
  const update = useExperiment((e) => e.update);
  const [smallest] = sizePresets;
  if (!engine?.software) return null;
  return (
    <p className="muted" role="status" data-testid="slow-notice">
      Training is slow here. {engine.reason} {engine.advice}{' '}
      {smallest && preset !== smallest.id && !running && (
        <Button size="compact-xs" variant="default" onClick={() => update(applyPreset(smallest))}>
          Use the {smallest.name.toLowerCase()} size
        </Button>
      )}
    </p>
  );
}
