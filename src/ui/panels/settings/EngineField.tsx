/** Chooses what this machine trains on, and says what it does train on and why. */
import { type EngineSetting, engineSettings } from '../../../runtime/protocol';
import { useApp, useEngineRequest, useRuns } from '../../AppContext';
import { ChoiceField } from '../../kit/ChoiceField';

const names: Record<EngineSetting, string> = {
  auto: 'Automatic',
  webgpu: 'Graphics card',
  processor: 'Processor',
};

export function EngineField() {
  const { session } = useApp();
  const setting = useEngineRequest((request) => request.setting);
  const engine = useRuns((r) => r.engine);
  return (
    <ChoiceField
      label="Train on"
      help={engine ? [engine.reason, engine.advice].filter(Boolean).join(' ') : 'The engine is starting.'}
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
