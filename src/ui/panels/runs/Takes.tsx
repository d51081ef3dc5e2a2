/** Lists the takes: how the runs were trained with other shared settings, each a click away with its curves and results. */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { archiveBytes } from '../../../app/session/resultsArchive';
import { type RunVersion, runVersions } from '../../../app/session/runVersions';
import { formatBytes } from '../../../format/bytes';
import { formatCount } from '../../../format/numbers';
import { t } from '../../../i18n/i18n';
import { useApp, useExperiment } from '../../AppContext';
import { Hint } from '../../kit/Hint';
import classes from './Takes.module.css';

export function Takes() {
  const { document, session } = useApp();
  const { archived, isFull } = useStore(session.edits.archive.state);
  const now = useExperiment(useShallow(({ experiment, ownText }) => ({ experiment, ownText })));
  const versions = useMemo(() => runVersions(archived, now), [archived, now]);
  if (versions.length === 0) return null;
  const returnTo = ({ edited, difference }: RunVersion) =>
    document.history.change(
      () => t('runs.takes.returned', { difference: difference.join(', ') }),
      () => {
        document.experiment.setState({ ...edited, error: null });
        return true;
      },
      { offersUndo: false },
    );
  return (
    <ul className={classes.takes} aria-label={t('runs.takes.label')} data-testid="takes">
      <li className="muted">{t('runs.takes.label')}</li>
      {versions.map((version, i) => {
        const words = version.difference.join(', ');
        return (
          <Hint
            key={words}
            label={t('runs.takes.returnTo', { difference: words, step: formatCount(version.step) })}
            multiline
            maw={280}
          >
            <li className={classes.item}>
              <button
                type="button"
                className={classes.take}
                data-testid={`take-${i}`}
                onClick={() => returnTo(version)}
              >
                {words}
              </button>
            </li>
          </Hint>
        );
      })}
      <li className={classes.now} aria-current="true">
        {t('runs.takes.now')}
      </li>
      {isFull && <li className="muted">{t('runs.takes.letGo', { size: formatBytes(archiveBytes) })}</li>}
    </ul>
  );
}
