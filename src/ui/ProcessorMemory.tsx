/** Says before the training that a run does not fit the processor's memory, and offers a size that does. */

import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { chosenTask } from '../data/tasks';
import { setSettings } from '../experiment/edit';
import { formatBytes } from '../format/bytes';
import { t } from '../i18n/i18n';
import { processorMisfit } from '../measure/processorMemory';
import { mostBytes } from '../processor/memory';
import { useExperiment, useRuns } from './AppContext';
import { Isolated } from './kit/Isolated';
import { Sentence } from './kit/Sentence';
import classes from './RunBar.module.css';

export function ProcessorMemory() {
  const experiment = useExperiment((e) => e.experiment);
  const update = useExperiment((e) => e.update);
  const onProcessor = useRuns((r) => r.engine?.name === 'processor');
  const textVocab = useRuns((r) => r.textFacts?.vocab);
  const { task, batch } = experiment;
  const vocab = task ? chosenTask(task).tokens.length : textVocab;
  const misfit = useMemo(
    () => (onProcessor && vocab !== undefined ? processorMisfit(experiment, vocab) : null),
    [experiment, onProcessor, vocab],
  );
  if (!misfit) return null;
  const { run, bytes, batch: fitting } = misfit;
  return (
    <div role="status" data-testid="processor-memory">
      <p className={classes.error}>
        <Sentence
          id={fitting === null ? 'runBar.processorMemory.nothingFits' : 'runBar.processorMemory.misfit'}
          values={{ bytes: formatBytes(bytes), most: formatBytes(mostBytes) }}
          components={{ run: <Isolated text={run.name} /> }}
        />
      </p>
      {fitting !== null && (
        <Button
          size="compact-sm"
          variant="default"
          data-testid="fitting-batch"
          onClick={() => update(setSettings({ batch: fitting }))}
        >
          {t('runBar.processorMemory.fitting', { fitting, batch })}
        </Button>
      )}
    </div>
  );
}
