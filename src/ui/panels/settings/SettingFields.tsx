/** The fields of one group of the experiment's settings. */
import { type GroupId, settings } from '../../../experiment/settings';
import { SettingField } from './SettingField';
import classes from './SettingsPanel.module.css';

export function SettingFields({ group }: { group: GroupId }) {
  return (
    <div className={classes.fields}>
      {settings
        .filter((setting) => setting.group === group)
        .map((setting) => (
          <SettingField key={setting.id} setting={setting} />
        ))}
    </div>
  );
}
