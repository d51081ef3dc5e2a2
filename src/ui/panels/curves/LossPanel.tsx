/** Tabulates the losses of the runs. */
import { seedBand } from '../../../document/view';
import { formatCount } from '../../../format/numbers';
import { t } from '../../../i18n/i18n';
import { useExperiment, useView } from '../../AppContext';
import { useReading } from '../../charts/units';
import { CopyTable } from '../../kit/CopyButtons';
import { FilteredOut } from '../../kit/FilteredOut';
import { Section } from '../../kit/Section';
import { useRunColumnsMaker } from '../../kit/useRunColumns';
import { useMoment } from '../../time/useMoment';
import type { PanelProps } from '../panel';
import { LossTable } from './LossTable';
import { lossDataTable } from './lossDataTable';
import { useLossRows } from './useLossRows';

export function LossPanel({ id, title }: PanelProps) {
  const moment = useMoment();
  return (
    <Section title={title} testId={id}>
      {moment !== null && (
        <p className="muted" data-testid="losses-moment">
          {t('curves.table.moment', { step: formatCount(moment) })}
        </p>
      )}
      <Losses />
    </Section>
  );
}

/** A component of its own, as it is drawn anew with every read-back of losses. */
function Losses() {
  const table = useLossRows();
  const { unit } = useReading();
  const onTask = useExperiment((e) => e.experiment.task !== null);
  const together = useView(seedBand);
  const properties = useRunColumnsMaker(table.rows);
  return (
    <>
      <LossTable table={table} />
      <FilteredOut testId="losses-filtered" />
      <CopyTable
        what={t('curves.table.copy')}
        testId="copy-losses"
        table={() =>
          lossDataTable(table, {
            unit: unit.isAccuracy ? t('charts.units.loss.axis') : unit.axis(),
            onTask,
            together,
            properties: properties(),
          })
        }
      />
    </>
  );
}
