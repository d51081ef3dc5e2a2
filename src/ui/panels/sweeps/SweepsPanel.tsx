/** Sweeps: many runs that differ in one thing, made in one click, trained in a queue, told as a picture and a table. */
import { Button, NativeSelect } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { numberedName } from '../../../app/document/sweepsStore';
import { findSweep } from '../../../experiment/sweeps/choice';
import { t } from '../../../i18n/i18n';
import { useSweeps } from '../../AppContext';
import type { PanelProps } from '../panel';
import { SweepForm } from './SweepForm';
import { SweepQueue } from './SweepQueue';
import { SweepResults } from './SweepResults';

const ClassSection = lazy(() => import('../../classroom/ClassSection'));

export function SweepsPanel({ id, title }: PanelProps) {
  const sweeps = useSweeps((s) => s.sweeps);
  const [chosen, setChosen] = useState<string | null>(null);
  /** Id of the sweep whose class is shown. */
  const [classOf, setClassOf] = useState<string | null>(null);
  const sweep = sweeps.find((one) => one.id === chosen) ?? sweeps.at(-1);
  return (
    <section className="panel" aria-label={title} data-testid={id}>
      <SweepForm
        onAdded={setChosen}
        onPlanned={(planned) => {
          setChosen(planned);
          setClassOf(planned);
        }}
      />
      {sweeps.length > 1 && sweep && (
        <NativeSelect
          size="sm"
          maw={420}
          mt="sm"
          label={t('sweeps.shown')}
          data-testid="sweep-shown"
          value={sweep.id}
          onChange={(event) => setChosen(event.currentTarget.value)}
          data={sweeps.map((one, i) => ({ value: one.id, label: numberedName(i, one) }))}
        />
      )}
      {sweep ? (
        <div key={sweep.id}>
          <SweepQueue sweep={sweep} />
          {findSweep(sweep.choice.sweep) && (
            <Button
              size="compact-sm"
              mt="xs"
              variant="default"
              aria-expanded={classOf === sweep.id}
              data-testid="show-class"
              onClick={() => setClassOf(classOf === sweep.id ? null : sweep.id)}
            >
              {t(classOf === sweep.id ? 'class.hide' : 'class.show')}
            </Button>
          )}
          {classOf === sweep.id && (
            <Suspense>
              <ClassSection plan={sweep} />
            </Suspense>
          )}
          <SweepResults sweep={sweep} />
        </div>
      ) : (
        <p className="muted">{t('sweeps.none')}</p>
      )}
    </section>
  );
}
