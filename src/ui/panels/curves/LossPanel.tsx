/** Tabulates the losses of the runs. */
import { formatCount } from '../../../format/numbers';
import { t } from '../../../i18n/i18n';
import { useExperiment } from '../../AppContext';
import { Section } from '../../kit/Section';
import { useMoment } from '../../time/useMoment';
import type { PanelProps } from '../panel';
import { LossTable } from './LossTable';

export function LossPanel({ id, title }: PanelProps) {
  const runs = useExperiment((e) => e.experiment.runs);
  const moment = useMoment();
  return (
    <Section title={title} testId={id}>
      {moment !== null && (
        <p className="muted" data-testid="losses-moment">
          {t('curves.table.moment', { step: formatCount(moment) })}
        </p>
      )}
      <LossTable runs={runs} />
    </Section>
  );
}
