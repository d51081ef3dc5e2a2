/** Tabulates the losses of the runs. */
import { useExperiment } from '../../AppContext';
import { Section } from '../../kit/Section';
import type { PanelProps } from '../panel';
import { LossTable } from './LossTable';

export function LossPanel({ id, title }: PanelProps) {
  const runs = useExperiment((e) => e.experiment.runs);
  return (
    <Section title={title} testId={id}>
      <LossTable runs={runs} />
    </Section>
  );
}
