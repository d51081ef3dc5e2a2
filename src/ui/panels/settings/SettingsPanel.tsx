/** What all runs share: sizes, training and optimizer; and what that makes of each run. */

import { Button, Input, SegmentedControl } from '@mantine/core';
import { isEqual } from 'es-toolkit';
import { ChevronDown, Undo2 } from 'lucide-react';
import { useId, useState } from 'react';
import { useExperiment } from '../../../app/document/experimentStore';
import { history, useHistory } from '../../../app/document/history';
import { defaultExperiment } from '../../../experiment/defaults';
import { applyPreset, presetOf, sizePresets } from '../../../experiment/presets';
import { settingGroups } from '../../../experiment/settings';
import { Section } from '../../kit/Section';
import { useChange } from '../../kit/useChange';
import { CostTable } from './CostTable';
import { SettingFields } from './SettingFields';
import classes from './SettingsPanel.module.css';

export function SettingsPanel() {
  const summary = useExperiment(({ experiment: e }) => {
    const size = presetOf(e)?.name ?? 'Own sizes';
    return `${size}: width ${e.model.dModel}, context ${e.model.context}, batch ${e.batch}, ${e.steps} steps`;
  });
  return (
    <Section title="Settings" summary={summary} testId="settings">
      <SizeField />
      <SettingFields group="main" />
      <MoreSettings />
      <CostTable />
      <FirstExperiment />
    </Section>
  );
}

function SizeField() {
  const preset = useExperiment((e) => presetOf(e.experiment));
  const { change, refusal } = useChange();
  const labelId = useId();
  return (
    <>
      <div className={classes.label}>
        <Input.Label labelElement="div" id={labelId}>
          Size
        </Input.Label>
        <Input.Description>
          {preset ? `${preset.name}, ${preset.description}.` : 'Sizes of your own.'}
        </Input.Description>
      </div>
      <SegmentedControl
        fullWidth
        aria-labelledby={labelId}
        data-testid="size"
        value={preset?.id ?? ''}
        data={sizePresets.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(id) => {
          const chosen = sizePresets.find((p) => p.id === id);
          if (chosen) change(applyPreset(chosen));
        }}
      />
      {refusal && (
        <Input.Error mt={4}>
          <span role="alert">{refusal}</span>
        </Input.Error>
      )}
    </>
  );
}

function MoreSettings() {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <>
      <Button
        variant="subtle"
        size="compact-sm"
        className={classes.more}
        aria-expanded={open}
        aria-controls={id}
        rightSection={<ChevronDown size={16} className={open ? classes.turned : undefined} />}
        onClick={() => setOpen(!open)}
      >
        More settings
      </Button>
      <div id={id} hidden={!open}>
        {settingGroups
          .filter(({ id, panel }) => panel === 'settings' && id !== 'main')
          .map((group) => (
            <section key={group.id} aria-label={group.name}>
              <h3 className={classes.group}>{group.name}</h3>
              <SettingFields group={group.id} />
            </section>
          ))}
      </div>
    </>
  );
}

const wentBack = 'Went back to the first experiment.';

/** Puts the first screen's experiment back, and takes that back too. */
function FirstExperiment() {
  const experiment = useExperiment((e) => e.experiment);
  const apply = useExperiment((e) => e.apply);
  const isLast = useHistory(({ past }) => past.at(-1)?.said === wentBack);
  const first = defaultExperiment();
  const goBack = () => history.change(wentBack, () => apply(() => first) === null, { offered: false });
  // Once something else was changed, to undo would undo that.
  if (isLast) {
    return (
      <p className={classes.first} role="status">
        The first experiment is back.
        <Button variant="default" size="xs" leftSection={<Undo2 size={16} />} onClick={() => history.undo()}>
          Undo
        </Button>
      </p>
    );
  }
  if (isEqual(experiment, first)) return null;
  return (
    <p className={classes.first}>
      <Button variant="default" size="xs" leftSection={<Undo2 size={16} />} onClick={goBack}>
        Back to the first experiment
      </Button>
    </p>
  );
}
