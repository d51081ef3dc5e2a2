/** Sweeps: many runs that differ in one thing, made in one click, trained in a queue, told as a picture and a table. */
import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { findSweep } from '../../../experiment/sweeps/choice';
import { t } from '../../../i18n/i18n';
import { useSweeps } from '../../AppContext';
import type { PanelProps } from '../panel';
import { SweepForm } from './SweepForm';
import { SweepPicture } from './SweepPicture';
import { SweepQueue } from './SweepQueue';
import { SweepTable } from './SweepTable';

export function SweepsPanel({ id, title }: PanelProps) {
  const sweeps = useSweeps((s) => s.sweeps);
  const [chosen, setChosen] = useState<string | null>(null);
  const sweep = sweeps.find((one) => one.id === chosen) ?? sweeps.at(-1);
  return (
    <section className="panel" aria-label={title} data-testid={id}>
      <SweepForm onAdded={setChosen} />
      {sweeps.length > 1 && sweep && (
        <NativeSelect
          size="sm"
          maw={420}
          mt="sm"
          label={t('sweeps.shown')}
          data-testid="sweep-shown"
          value={sweep.id}
          onChange={(event) => setChosen(event.currentTarget.value)}
          data={sweeps.map(({ id: value, choice }, i) => ({
            value,
            label: `${i + 1}. ${findSweep(choice.sweep)?.name ?? choice.sweep}`,
          }))}
        />
      )}
      {sweep ? (
        <div key={sweep.id}>
          <SweepQueue sweep={sweep} />
          <SweepPicture sweep={sweep} />
          <SweepTable sweep={sweep} />
        </div>
      ) : (
        <p className="muted">{t('sweeps.none')}</p>
      )}
    </section>
  );
}
