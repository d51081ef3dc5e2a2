/** Settings of the experiment as fields beside each other. */
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

/** Those of one group of the registry. */
export function GroupFields({ group }: { group: GroupId }) {
  return <SettingFields settings={settings.filter((setting) => setting.group === group)} />;
}
