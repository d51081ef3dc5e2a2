/** Chooses what this machine trains on, and says what it does train on and why. */
import { type EngineSetting, engineSettings } from '../../../runtime/protocol';
import { useApp, useEngine, useRuns } from '../../AppContext';
import { ChoiceField } from '../../kit/ChoiceField';

const names: Record<EngineSetting, string> = {
  auto: 'Automatic',
  webgpu: 'Graphics card',
  processor: 'Processor',
};

export function EngineField() {
  const { session } = useApp();
  const setting = useEngine((engine) => engine.setting);
  const backend = useRuns((r) => r.backend);
  return (
    <ChoiceField
      label="Train on"
      help={backend ? [backend.reason, backend.advice].filter(Boolean).join(' ') : 'The engine is starting.'}
      value={setting}
      choices={engineSettings.map((value) => ({ value, label: names[value] }))}
      error={null}
      testId="engine"
      onChoose={(value) => {
        const chosen = engineSettings.find((one) => one === value);
        if (chosen) void session.trainOn(chosen);
      }}
    />
  );
}
