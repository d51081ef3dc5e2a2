/** Edits settings of the experiment, as fields side by side. */
import { type GroupId, type Setting, settings } from '../../experiment/settings';
import classes from './fields.module.css';
import { SettingField } from './SettingField';

export function SettingFields({ settings }: { settings: readonly Setting[] }) {
  return (
    <div className={classes.fields}>
      {settings.map((setting) => (
        <SettingField key={setting.id} setting={setting} />
      ))}
    </div>
  );
}

/** Edits the settings of one group of the registry. */
export function GroupFields({ group }: { group: GroupId }) {
  return <SettingFields settings={settings.filter((setting) => setting.group === group)} />;
}
