/** Edits what all runs share: sizes, training and optimizer; and shows what each run costs at them. */

import { Button } from '@mantine/core';
import { isEqual } from 'es-toolkit';
import { ChevronDown, Undo2 } from 'lucide-react';
import { useId, useState } from 'react';
import { defaultExperiment } from '../../../experiment/defaults';
import { applyPreset, presetOf, sizePresets } from '../../../experiment/presets';
import { settingGroups } from '../../../experiment/settings';
import { entryName, words } from '../../../format/words';
import { t } from '../../../i18n/i18n';
import { useApp, useExperiment, useHistory } from '../../AppContext';
import { ChoiceField } from '../../kit/ChoiceField';
import { GroupFields } from '../../kit/SettingFields';
import { useChange } from '../../kit/useChange';
import type { PanelProps } from '../panel';
import { EngineField } from './EngineField';
import classes from './SettingsPanel.module.css';

export function SettingsPanel({ id, title }: PanelProps) {
  return (
    <section className="panel" aria-label={title} data-testid={id}>
      <SizeField />
      <GroupFields group="main" />
      <div className={classes.engine}>
        <EngineField />
      </div>
      <MoreSettings />
      <FirstExperiment />
    </section>
  );
}

function SizeField() {
  const preset = useExperiment((e) => presetOf(e.experiment));
  const { change, refusal } = useChange();
  return (
    <ChoiceField
      label={t('settings.size.label')}
      help={
        preset
          ? t('settings.size.help', {
              size: entryName('sizes', preset),
              description: words(`sizes.${preset.id}.description`, preset.description),
            })
          : t('settings.size.own')
      }
      value={preset?.id ?? ''}
      choices={sizePresets.map((one) => ({ value: one.id, label: entryName('sizes', one) }))}
      error={refusal}
      testId="size"
      onChoose={(id) => {
        const chosen = sizePresets.find((p) => p.id === id);
        if (chosen) change(applyPreset(chosen));
      }}
    />
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
        {t('settings.more')}
      </Button>
      <div id={id} hidden={!open}>
        {settingGroups
          .filter(({ id, panel }) => panel === 'settings' && id !== 'main')
          .map((group) => (
            <section key={group.id} aria-label={entryName('groups', group)}>
              <h2 className={classes.group}>{entryName('groups', group)}</h2>
              <GroupFields group={group.id} />
            </section>
          ))}
      </div>
    </>
  );
}

const wentBack = () => t('settings.first.wentBack');

/** Puts the first screen's experiment back, and takes that back too. */
function FirstExperiment() {
  const { history } = useApp().document;
  const experiment = useExperiment((e) => e.experiment);
  const apply = useExperiment((e) => e.apply);
  const isLast = useHistory(({ past }) => past.at(-1)?.label === wentBack);
  const first = defaultExperiment();
  const goBack = () => history.change(wentBack, () => apply(() => first) === null, { offersUndo: false });
  // Once something else was changed, to undo would undo that.
  if (isLast) {
    return (
      <p className={classes.first} role="status">
        {t('settings.first.isBack')}
        <Button variant="default" size="xs" leftSection={<Undo2 size={16} />} onClick={() => history.undo()}>
          {t('actions.undo.label')}
        </Button>
      </p>
    );
  }
  if (isEqual(experiment, first)) return null;
  return (
    <p className={classes.first}>
      <Button variant="default" size="xs" leftSection={<Undo2 size={16} />} onClick={goBack}>
        {t('settings.first.back')}
      </Button>
    </p>
  );
}
