/** Says where the chosen layer is standard attention by another name, on the probe alone or on every text, or its map is fixed, and lets one try that with another probe text. */
import { TextInput } from '@mantine/core';
import { identitiesOf } from '../../../attention/identities';
import type { Layer } from '../../../attention/layers';
import { formatCount } from '../../../format/numbers';
import { t } from '../../../i18n/i18n';
import { useChosenRun, useExperiment, useView } from '../../AppContext';
import { ChangeStart } from '../../heatmap/ChangeStart';
import { useProbeLength } from '../../time/useMoment';

/** @param place of the layer, from 0 */
export function LayerIdentities({ layer, place }: { layer: Layer; place: number }) {
  const context = useExperiment((e) => e.experiment.model.context);
  const run = useChosenRun();
  const probeLength = useProbeLength(run.id);
  return identitiesOf({ layer, place, context, probeLength }).map((id) => (
    <div key={id} data-testid={`identity-${id}`}>
      <p>{t(`runs.identity.${id}`, { tokens: formatCount(probeLength ?? 0) })}</p>
      {id === 'fixedMap' && <OtherProbe place={place} />}
    </div>
  ));
}

/** The probe text, with this layer's map brought into view as it changes, which says by how much it did. A task's probe is a sample, which the maps change. */
function OtherProbe({ place }: { place: number }) {
  const hasTask = useExperiment((e) => e.experiment.task !== null);
  const probe = useView((v) => v.probe);
  const set = useView((v) => v.set);
  if (hasTask) return <p className="muted">{t('runs.identity.trySample')}</p>;
  const shown = { dockTab: 'maps', layer: place, enlarged: true } as const;
  return (
    <>
      <TextInput
        size="xs"
        label={t('runs.identity.try')}
        description={t('runs.identity.tryWhy')}
        value={probe}
        onChange={(event) => set({ ...shown, probe: event.currentTarget.value })}
      />
      <ChangeStart size="xs" and={shown} testId="change-start-of-layer" />
    </>
  );
}
