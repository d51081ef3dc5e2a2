/** A sweep that a class trains: the code on the wall, what comes in, and mean and band of each cell group as they grow. */
import { Button, Modal } from '@mantine/core';
import { Maximize2 } from 'lucide-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import { planAddress } from '../../app/classroom/seats';
import { trainedText } from '../../app/session/experimentText';
import { cellsOf, planLink, planName, seatExperiment } from '../../document/classroom/plan';
import { textHash } from '../../document/link/textSection';
import type { Sweep } from '../../document/sweepsSchema';
import type { SweepRun } from '../../experiment/sweeps/choice';
import { formatCount } from '../../format/numbers';
import { formatEstimatedDuration } from '../../format/times';
import { t } from '../../i18n/i18n';
import { useExperiment } from '../AppContext';
import { rowsOf } from '../panels/sweeps/sweepRows';
import { CopyField } from '../share/CopyField';
import { maxQrCharacters, QrCode } from '../share/QrCode';
import classes from './Class.module.css';
import { HandIns } from './HandIns';

const SweepBands = lazy(() => import('../panels/sweeps/SweepBands'));

import { useCellSeconds } from './useCellSeconds';

/** Default export, as it is a chunk of its own: who has no class needs none of it. */
export default function ClassSection({ plan }: { plan: Sweep }) {
  const cells = useMemo(() => cellsOf(plan), [plan]);
  const rows = useMemo(() => rowsOf(plan).filter(({ band }) => band !== null), [plan]);
  const seconds = useCellSeconds(seatExperiment(plan, cells[0] as SweepRun));
  return (
    <section className={classes.part} aria-label={t('class.section')} data-testid="class">
      <p>
        {t('class.about', { count: cells.length, cells: formatCount(cells.length) })}{' '}
        {seconds !== null && t('class.time', { time: formatEstimatedDuration(seconds) })}
      </p>
      <ClassCode plan={plan} />
      <HandIns plan={plan} cells={cells.length} />
      {rows.length > 0 && (
        <Suspense>
          <SweepBands rows={rows} isTask={plan.experiment.task !== null} />
        </Suspense>
      )}
    </section>
  );
}

/** The same link for every seat, to be copied and to be scanned. */
function ClassCode({ plan }: { plan: Sweep }) {
  const ownText = useExperiment((e) => e.ownText);
  const [onWall, setOnWall] = useState(false);
  const text = plan.textHash === null ? null : trainedText({ experiment: plan.experiment, ownText });
  if (plan.textHash !== null && (!text || textHash(text.text) !== plan.textHash))
    return <Refusal sentence={t('class.otherText')} />;
  const link = planLink(plan, text);
  if (link === null) return <Refusal sentence={t('class.tooLongText')} />;
  const url = planAddress(link);
  const isScannable = url.length <= maxQrCharacters;
  return (
    <div className={classes.columns}>
      <div className={classes.part}>
        <CopyField
          label={t('class.link')}
          description={t('class.linkAbout')}
          text={url}
          copied={t('class.copied')}
          testId="class-link"
        />
        {isScannable ? (
          <div>
            <Button
              size="compact-md"
              variant="default"
              leftSection={<Maximize2 size={16} />}
              data-testid="show-wall"
              onClick={() => setOnWall(true)}
            >
              {t('class.wall')}
            </Button>
          </div>
        ) : (
          <p className="muted">{t('class.noQr', { characters: formatCount(url.length) })}</p>
        )}
      </div>
      {isScannable && <QrCode text={url} label={t('class.qr')} />}
      <Modal.Root opened={onWall} onClose={() => setOnWall(false)} fullScreen>
        <Modal.Overlay />
        <Modal.Content>
          <Modal.Body>
            <div className={classes.wall} data-testid="wall">
              <div className={classes.buttons}>
                <Modal.Title>
                  {planName(plan)} · {t('class.wallTitle')}
                </Modal.Title>
                <Modal.CloseButton aria-label={t('kit.close')} />
              </div>
              <QrCode text={url} label={t('class.qr')} />
              <p className={classes.address}>{url}</p>
            </div>
          </Modal.Body>
        </Modal.Content>
      </Modal.Root>
    </div>
  );
}

function Refusal({ sentence }: { sentence: string }) {
  return (
    <p className="error" role="alert" data-testid="class-refused">
      {sentence}
    </p>
  );
}
