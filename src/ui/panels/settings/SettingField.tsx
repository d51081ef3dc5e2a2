/** One shared setting of the experiment, as its registry entry says: a choice, a number or a switch. */
import { Input, NativeSelect, SegmentedControl, Switch } from '@mantine/core';
import { useId } from 'react';
import { useExperiment } from '../../../app/document/experimentStore';
import { type ChoiceSetting, choicesOf, type Setting } from '../../../experiment/settings';
import { NumberField } from '../../kit/NumberField';
import { useChange } from '../../kit/useChange';
import classes from './SettingsPanel.module.css';

/** More would be too narrow to hit. */
const mostSegments = 7;
/** Characters of all choices together that fit beside each other on a phone. */
const mostCharacters = 20;

export function SettingField({ setting }: { setting: Setting }) {
  const experiment = useExperiment((e) => e.experiment);
  const apply = useExperiment((e) => e.apply);
  const { name, help, id } = setting;
  if (setting.kind === 'choice') return <ChoiceField setting={setting} />;
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

function ChoiceField({ setting }: { setting: ChoiceSetting }) {
  const experiment = useExperiment((e) => e.experiment);
  const { change, refusal } = useChange();
  const value = setting.read(experiment);
  const error = refusal && <span role="alert">{refusal}</span>;
  const choose = (chosen: string) => change((e) => setting.write(e, Number(chosen)));
  const { name, help, id, note } = setting;
  const description = note ? `${help}, ${note(experiment)}` : help;
  const choices = choicesOf(setting, experiment).map(String);
  const labelId = useId();
  if (choices.length > mostSegments) {
    return (
      <NativeSelect
        className={classes.wide}
        label={name}
        description={description}
        error={error}
        data-testid={id}
        value={String(value)}
        data={choices}
        onChange={(event) => choose(event.currentTarget.value)}
      />
    );
  }
  return (
    <div className={classes.wide}>
      <div className={classes.label}>
        <Input.Label labelElement="div" id={labelId}>
          {name}
        </Input.Label>
        <Input.Description>{description}</Input.Description>
      </div>
      <SegmentedControl
        fullWidth
        size={choices.join('').length > mostCharacters ? 'xs' : 'sm'}
        aria-labelledby={labelId}
        data-testid={id}
        value={String(value)}
        data={choices}
        onChange={choose}
      />
      {error && <Input.Error mt={4}>{error}</Input.Error>}
    </div>
  );
}
