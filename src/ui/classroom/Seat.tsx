/** What a seat does, one thing after the other: takes its number, trains its cell, hands it in. */
import { Button, Progress, TextInput } from '@mantine/core';
import { Pause, Play } from 'lucide-react';
import { useState } from 'react';
import { cellOfSeat, cellsOf, mostSeats, type Plan } from '../../document/classroom/plan';
import { trainsAlike } from '../../experiment/edit';
import { parseNumber } from '../../experiment/settings';
import { formatCount } from '../../format/numbers';
import { formatDuration } from '../../format/times';
import { isolated } from '../../format/visible';
import { t } from '../../i18n/i18n';
import { randomWords } from '../../platform/random';
import { useApp, useExperiment, useRuns, useSeat } from '../AppContext';
import classes from './Class.module.css';
import { HandInLink } from './HandInLink';
import { useCellSeconds } from './useCellSeconds';

/** Default export, as it is a chunk of its own: a page that is no seat needs none of it. */
export default function Seat() {
  const { seats } = useApp();
  const { plan, seat, error } = useSeat();
  return (
    <>
      <h2>{t('class.seat.title')}</h2>
      {error && (
        <p className="error" role="alert" data-testid="seat-error">
          {error}
        </p>
      )}
      {plan && (seat === null ? <TakeSeat plan={plan} /> : <TakenSeat plan={plan} seat={seat} />)}
      <div className={classes.buttons}>
        {seat !== null && (
          <Button size="compact-sm" variant="subtle" data-testid="other-seat" onClick={() => seats.giveUp()}>
            {t('class.seat.other')}
          </Button>
        )}
        <Button size="compact-sm" variant="subtle" data-testid="leave-class" onClick={() => seats.leave()}>
          {t('class.seat.leave')}
        </Button>
      </div>
    </>
  );
}

function TakeSeat({ plan }: { plan: Plan }) {
  const { seats } = useApp();
  const [typed, setTyped] = useState('');
  const [refused, setRefused] = useState<string | null>(null);
  const take = () => {
    const parsed = parseNumber(typed);
    const fits =
      parsed.ok && Number.isInteger(parsed.value) && parsed.value >= 1 && parsed.value <= mostSeats;
    if (!fits) return setRefused(t('class.seat.range', { most: formatCount(mostSeats) }));
    void seats.take(parsed.value);
  };
  return (
    <form
      className={classes.part}
      onSubmit={(event) => {
        event.preventDefault();
        take();
      }}
    >
      <TextInput
        label={t('class.seat.number')}
        description={t('class.seat.numberHelp')}
        inputMode="numeric"
        autoComplete="off"
        value={typed}
        error={refused && <span role="alert">{refused}</span>}
        data-testid="seat-number"
        onChange={(event) => {
          setRefused(null);
          setTyped(event.currentTarget.value);
        }}
      />
      <div className={classes.buttons}>
        <Button type="submit" size="compact-md" data-testid="take-seat">
          {t('class.seat.take')}
        </Button>
        <Button
          size="compact-md"
          variant="default"
          data-testid="draw-seat"
          onClick={() => setTyped(String(1 + ((randomWords(1)[0] as number) % cellsOf(plan).length)))}
        >
          {t('class.seat.draw')}
        </Button>
      </div>
    </form>
  );
}

function TakenSeat({ plan, seat }: { plan: Plan; seat: number }) {
  const { seats } = useApp();
  const experiment = useExperiment((e) => e.experiment);
  const { run } = cellOfSeat(plan, seat);
  const own = seats.experiment();
  const isCell = own !== null && trainsAlike(own, experiment);
  return (
    <>
      <p data-testid="seat-cell">{t('class.seat.is', { seat, run: isolated(run.name) })}</p>
      {isCell ? (
        <TrainCell />
      ) : (
        <div className={classes.part}>
          <p role="status">{t('class.seat.changed')}</p>
          <Button size="compact-md" data-testid="seat-again" onClick={() => void seats.take(seat)}>
            {t('class.seat.again')}
          </Button>
        </div>
      )}
    </>
  );
}

function TrainCell() {
  const { session } = useApp();
  const experiment = useExperiment((e) => e.experiment);
  const { state, progress, failures } = useRuns();
  const seconds = useCellSeconds(experiment);
  if (state === 'finished' && Object.keys(failures).length === 0) return <HandInLink />;
  const shown = progress && {
    step: formatCount(progress.step),
    steps: formatCount(progress.steps),
  };
  if (shown && Object.keys(failures).length > 0)
    return (
      <p className="error" role="alert">
        {t('class.seat.stopped', shown)}
      </p>
    );
  const trains = state === 'training' || state === 'loading';
  const real =
    seconds === null ? t('class.seat.train') : t('class.seat.trainTime', { time: formatDuration(seconds) });
  return (
    <div className={classes.part}>
      {progress && shown && (
        <>
          <p>{t('class.seat.progress', shown)}</p>
          <Progress
            value={(100 * progress.step) / Math.max(1, progress.steps)}
            aria-label={t('class.seat.progress', shown)}
            transitionDuration={0}
          />
        </>
      )}
      <Button
        size="compact-md"
        variant={trains ? 'default' : 'filled'}
        leftSection={trains ? <Pause size={16} /> : <Play size={16} />}
        data-testid="seat-train"
        onClick={() => void (trains ? session.pause() : session.train())}
      >
        {trains ? t('class.seat.pause') : state === 'paused' ? t('class.seat.goOn') : real}
      </Button>
    </div>
  );
}
