/** One step of a lesson on paper: its text and pictures, room for an answer, and a code that opens it on the page. */
import { isEqual } from 'es-toolkit';
import type { PrintedStep } from '../../app/print/printedLesson';
import { layerName } from '../../attention/layers';
import { styleOf } from '../../experiment/runStyles';
import type { Run } from '../../experiment/schema';
import { t } from '../../i18n/i18n';
import type { Exercise } from '../../lessons/exercise';
import { AppContext } from '../AppContext';
import { PartBoundary } from '../failure/Failure';
import { Isolated } from '../kit/Isolated';
import { RunSwatch } from '../kit/RunSwatch';
import { requirementText } from '../lessons/ExerciseStep';
import { plainText } from '../lessons/lessonText';
import { MarkdownText } from '../lessons/MarkdownText';
import { QrCode } from '../share/QrCode';
import { PaperQuestion } from './PaperQuestion';
import classes from './Print.module.css';
import type { PaperPanel } from './paperPanels';
import { Ruled } from './Ruled';

interface Props {
  printed: PrintedStep;
  /** The step before; null for the first. */
  before: PrintedStep | null;
  /** From 0. */
  at: number;
  /** Of the lesson. */
  steps: number;
  /** Opens the step on the page. */
  link: string;
  /** Others can open the link too. */
  hasCode: boolean;
  pictures: readonly PaperPanel[];
}

export function PrintStep({ printed, before, at, steps, link, hasCode, pictures }: Props) {
  const { step, stage, app, lacksRecording } = printed;
  const { runs } = stage.experiment;
  const title = plainText(step.title);
  return (
    <section className={classes.step} aria-label={title} data-testid={`print-step-${at + 1}`}>
      {hasCode && (
        <div className={classes.code}>
          <QrCode text={link} label={t('print.code', { step: at + 1 })} />
        </div>
      )}
      <p className={classes.where}>
        {t('lessons.step', { step: at + 1, steps })}
        {hasCode && (
          <>
            {' · '}
            <a href={link}>{link}</a>
          </>
        )}
      </p>
      <h2>{title}</h2>
      <MarkdownText text={step.body} />
      {!isEqual(runs, before?.stage.experiment.runs) && <Stacks runs={runs} />}
      {lacksRecording && <p data-testid="no-recording">{t('print.noRecording')}</p>}
      <AppContext.Provider value={app}>
        {pictures.map(({ id, name, Component, earlier }) => (
          <div key={id} className={classes.picture} data-testid={`picture-${id}`}>
            {earlier === null ? (
              <PartBoundary title={title}>
                <Component link={link} />
              </PartBoundary>
            ) : (
              <p>{t('print.asIn', { panel: name(), step: earlier + 1 })}</p>
            )}
          </div>
        ))}
        {step.question && <PaperQuestion question={step.question} runs={runs} link={link} />}
      </AppContext.Provider>
      {step.exercise && <PaperExercise exercise={step.exercise} />}
    </section>
  );
}

function Stacks({ runs }: { runs: readonly Run[] }) {
  return (
    <ul className={classes.stacks} aria-label={t('present.stacks')}>
      {runs.map(({ id, name, layers }) => (
        <li key={id}>
          <RunSwatch style={styleOf(runs, id)} /> <Isolated text={name} />
          <ol className={classes.layers}>
            {layers.map((layer, l) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a layer is its place
              <li key={l}>{layerName(layer)}</li>
            ))}
          </ol>
        </li>
      ))}
    </ul>
  );
}

function PaperExercise({ exercise: { requirements } }: { exercise: Exercise }) {
  return (
    <div className={classes.answer}>
      <h3>{t('lessons.exercise.title')}</h3>
      <ul className={classes.boxes}>
        {requirements.map((one) => (
          <li key={requirementText(one)}>{requirementText(one)}</li>
        ))}
      </ul>
      <Ruled label={t('print.solution')} lines={3} />
    </div>
  );
}
