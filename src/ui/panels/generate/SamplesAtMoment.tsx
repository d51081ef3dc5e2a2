/** What each run wrote at the moment that the page shows; nothing live. */
import { styleOf } from '../../../experiment/runStyles';
import { formatCount, formatFixed } from '../../../format/numbers';
import { isolated, visiblePage } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import type { Capture } from '../../../measure/capture';
import { sampledAt } from '../../../runtime/runCaptures';
import { sampleSettings, sampleTokens } from '../../../runtime/sample';
import { useExperiment, useRuns } from '../../AppContext';
import { useHiddenRuns } from '../../charts/useHiddenRuns';
import { RunSwatch } from '../../kit/RunSwatch';
import texts from '../../kit/TokenText.module.css';
import { useMoment, useProbeText } from '../../time/useMoment';
import classes from './GeneratePanel.module.css';

export function SamplesAtMoment() {
  const moment = useMoment();
  return moment === null ? null : <Samples step={moment} />;
}

function Samples({ step }: { step: number }) {
  const text = useProbeText();
  const runs = useExperiment((e) => e.experiment.runs);
  const hidden = useHiddenRuns();
  const captures = useRuns((r) => r.captures);
  const recorded = useRuns((r) => r.recorded);
  const found = runs.flatMap(({ id, name }) => {
    const capture = hidden.includes(id) ? null : sampledAt(captures[id] ?? [], text, step);
    return capture ? [{ id, name, style: styleOf(runs, id), capture }] : [];
  });
  const at = formatCount(step);
  return (
    <div data-testid="samples">
      <p className="muted">
        {found.length > 0
          ? t('generate.moment.samples', {
              step: at,
              tokens: formatCount(sampleTokens),
              temperature: formatFixed(sampleSettings.temperature, 1),
              seed: formatCount(sampleSettings.seed),
            })
          : t(recorded ? 'generate.moment.noneRecorded' : 'generate.moment.none', { step: at })}
      </p>
      <div className={classes.columns}>
        {found.map(({ id, ...shown }) => (
          <SampleColumn key={id} {...shown} />
        ))}
      </div>
    </div>
  );
}

function SampleColumn({ name, style, capture }: { name: string; style: number; capture: Capture }) {
  const run = isolated(name);
  const { step, sample } = capture;
  return (
    <figure className={classes.column}>
      <figcaption className="muted">
        <RunSwatch style={style} />{' '}
        {step === 0
          ? t('generate.untrained', { run })
          : t('generate.afterSteps', { run, count: step, steps: formatCount(step) })}
      </figcaption>
      {sample ? (
        <p className={texts.text} data-testid="sample">
          <mark className={texts.given}>{visiblePage(sample.given)}</mark>
          {visiblePage(sample.written)}
        </p>
      ) : (
        <p className="muted">{t('generate.moment.tooLarge')}</p>
      )}
    </figure>
  );
}
