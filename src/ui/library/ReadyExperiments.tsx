/** Offers the ready experiments: the claim of each, how long it takes here, and what it was recorded on. */
import { Button } from '@mantine/core';
import { matchesSearch } from '../../app/library/search';
import { speedOf, trainingSeconds } from '../../app/session/deviceSpeed';
import { type ReadyExperiment, readyExperiments } from '../../experiment/ready';
import { totalSteps } from '../../experiment/schema';
import { formatEstimatedDuration } from '../../format/times';
import { entryName, words } from '../../format/words';
import { t } from '../../i18n/i18n';
import { useApp, useDeviceSpeed, useGallery, useRuns } from '../AppContext';
import classes from './Library.module.css';

/** @param props.search words, all of which are in the name, the claim or the place in the paper of those that are listed */
export function ReadyExperiments({ search, onDone }: { search: string; onDone: () => void }) {
  const found = readyExperiments.filter((ready) => {
    const { title, paper } = readyWords(ready);
    return matchesSearch(search, [entryName('ready', ready), title, paper]);
  });
  const error = useGallery((g) => g.error);
  return (
    <section className={classes.ready} aria-labelledby="ready-experiments">
      <h3 id="ready-experiments">{t('gallery.title')}</h3>
      <p className="muted">{t('gallery.intro')}</p>
      {error && (
        <p className="error" role="alert" data-testid="ready-error">
          {error}
        </p>
      )}
      {found.length === 0 && <p className="muted">{t('gallery.noneFound')}</p>}
      <ul className={classes.list} aria-label={t('gallery.title')}>
        {found.map((ready) => (
          <Card key={ready.id} ready={ready} onDone={onDone} />
        ))}
      </ul>
    </section>
  );
}

function Card({ ready, onDone }: { ready: ReadyExperiment; onDone: () => void }) {
  const { gallery } = useApp();
  const opening = useGallery((g) => g.opening);
  const seconds = useSeconds(ready);
  const { id, recordedOn } = ready;
  const { title, paper } = readyWords(ready);
  const facts = [
    paper,
    seconds === null ? null : t('gallery.time', { duration: formatEstimatedDuration(seconds) }),
    t('gallery.recordedOn', { adapter: recordedOn.adapter, engine: recordedOn.engineVersion }),
  ];
  return (
    <li className={classes.entry}>
      <p className={classes.claim} id={`ready-${id}-title`}>
        {title}
      </p>
      <Button
        size="compact-sm"
        variant="default"
        loading={opening === id}
        disabled={opening !== null && opening !== id}
        aria-describedby={`ready-${id}-title`}
        data-testid={`ready-${id}`}
        onClick={async () => {
          if (await gallery.open(ready)) onDone();
        }}
      >
        {t('gallery.open')}
      </Button>
      <p className={classes.facts}>{facts.filter(Boolean).join(' · ')}</p>
    </li>
  );
}

const readyWords = ({ id, title, paper }: ReadyExperiment) => ({
  title: words(`ready.${id}.title`, title),
  paper: words(`ready.${id}.paper`, paper),
});

/** Returns how long its training takes here; null where the device's speed is not known. */
function useSeconds({ experiment, recordedOn: { vocab } }: ReadyExperiment): number | null {
  const engine = useRuns((r) => r.engine);
  const speed = useDeviceSpeed((speeds) => speedOf(speeds, engine));
  return speed && trainingSeconds(experiment, totalSteps(experiment), vocab, speed);
}
