/** Chooses what this machine trains on, and says what it does train on and why. */

import { worded } from '../../../format/words';
import { t } from '../../../i18n/i18n';
import { engineSettings } from '../../../runtime/protocol';
import { useApp, useEngineRequest, useRuns } from '../../AppContext';
import { engineReason } from '../../engineReason';
import { ChoiceField } from '../../kit/ChoiceField';

export function EngineField() {
  const { session } = useApp();
  const setting = useEngineRequest((request) => request.setting);
  const engine = useRuns((r) => r.engine);
  return (
    <ChoiceField
      label={t('settings.engine.label')}
      help={engine ? worded(engineReason(engine)) : t('settings.engine.starting')}
      value={setting}
      choices={engineSettings.map((value) => ({ value, label: t(`settings.engine.${value}`) }))}
      error={null}
      testId="engine"
      onChoose={(value) => {
        const chosen = engineSettings.find((one) => one === value);
        if (chosen) void session.trainOn(chosen);
      }}
    />
  );
}
