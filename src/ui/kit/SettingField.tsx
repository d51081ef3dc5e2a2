/** Edits one shared setting of the experiment, by its registry entry: a choice, a number or a switch. */

import { Switch } from '@mantine/core';
import { type ChoiceSetting, choicesOf, type Setting } from '../../experiment/settings';
import { words } from '../../format/words';
import { t } from '../../i18n/i18n';
import { useExperiment } from '../AppContext';
import { ChoiceField } from './ChoiceField';
import classes from './fields.module.css';
import { NumberField } from './NumberField';
import { useChange } from './useChange';

export function SettingField({ setting }: { setting: Setting }) {
  const experiment = useExperiment((e) => e.experiment);
  const apply = useExperiment((e) => e.apply);
  const { id } = setting;
  const { name, help } = wordsOf(setting);
  if (setting.kind === 'choice') return <ChosenSetting setting={setting} />;
  if (setting.kind === 'number') {
    return (
      <NumberField
        label={name}
        help={help}
        value={setting.read(experiment)}
        testId={id}
        onCommit={(value) => apply((e) => setting.write(e, value))}
      />
    );
  }
  return (
    <Switch
      className={classes.wide}
      label={name}
      description={help}
      data-testid={id}
      checked={setting.read(experiment)}
      onChange={(event) => {
        const { checked } = event.currentTarget;
        apply((e) => setting.write(e, checked));
      }}
    />
  );
}

const wordsOf = ({ id, name, help }: Setting) => ({
  name: words(`settings.${id}.name`, name),
  help: words(`settings.${id}.help`, help),
});

function ChosenSetting({ setting }: { setting: ChoiceSetting }) {
  const experiment = useExperiment((e) => e.experiment);
  const { change, refusal } = useChange();
  const { id, note } = setting;
  const { name, help } = wordsOf(setting);
  return (
    <ChoiceField
      label={name}
      help={note ? t('kit.settingField.help', { help, note: note(experiment) }) : help}
      value={String(setting.read(experiment))}
      choices={choicesOf(setting, experiment)
        .map(String)
        .map((value) => ({ value, label: value }))}
      error={refusal}
      testId={id}
      onChoose={(chosen) => change((e) => setting.write(e, Number(chosen)))}
    />
  );
}
