/** Edits a run's overrides: settings in place of the shared ones, and heads that are switched off. */

import { Button, Switch } from '@mantine/core';
import { mixingOf } from '../../../attention/layers';
import { variant } from '../../../attention/variants';
import {
  isHeadOff,
  overrideOf,
  perRunSettings,
  setOverride,
  toggleHead,
} from '../../../experiment/overrides';
import type { Run } from '../../../experiment/schema';
import type { Setting } from '../../../experiment/settings';
import { formatExact } from '../../../format/numbers';
import { t } from '../../../i18n/i18n';
import { useExperiment } from '../../AppContext';
import fields from '../../kit/fields.module.css';
import { NumberField } from '../../kit/NumberField';
import classes from './OverridesForm.module.css';

export function OverridesForm({ run, onDone }: { run: Run; onDone: () => void }) {
  return (
    <>
      <p className={classes.hint}>{t('runs.overrides.hint')}</p>
      <div className={fields.fields}>
        {perRunSettings.map((setting) => (
          <OwnSetting key={setting.id} run={run} setting={setting} />
        ))}
      </div>
      <Heads run={run} />
      <Button mt="md" onClick={onDone}>
        {t('runs.overrides.done')}
      </Button>
    </>
  );
}

function OwnSetting({ run, setting }: { run: Run; setting: Setting }) {
  const experiment = useExperiment((e) => e.experiment);
  const apply = useExperiment((e) => e.apply);
  const shared = setting.read(experiment);
  const own = overrideOf(run, setting);
  const set = (value: number | boolean | undefined) => apply(setOverride(run.id, setting, value));
  const testId = `own-${setting.id}`;
  if (typeof shared === 'boolean') {
    return (
      <div className={fields.wide}>
        <Switch
          label={setting.name}
          description={
            own === undefined
              ? t('runs.overrides.asAll')
              : t(shared ? 'runs.overrides.sharedOn' : 'runs.overrides.sharedOff')
          }
          data-testid={testId}
          checked={(own ?? shared) === true}
          // With two values, the one that differs is the run's own.
          onChange={({ currentTarget: { checked } }) => set(checked === shared ? undefined : checked)}
        />
      </div>
    );
  }
  return (
    <div>
      <NumberField
        label={setting.name}
        help={
          own === undefined
            ? t('runs.overrides.asAll')
            : t('runs.overrides.shared', { value: formatExact(shared) })
        }
        value={Number(own ?? shared)}
        testId={testId}
        onCommit={(value) => set(value === shared ? undefined : value)}
      />
      {own !== undefined && (
        <Button
          variant="subtle"
          size="compact-sm"
          aria-label={t('runs.overrides.useSharedOf', { setting: setting.name })}
          data-testid={`share-${setting.id}`}
          onClick={() => set(undefined)}
        >
          {t('runs.overrides.useShared')}
        </Button>
      )}
    </div>
  );
}

/** A switch for each head of each layer, the last layer on top as in the stack. */
function Heads({ run }: { run: Run }) {
  const heads = useExperiment((e) => e.experiment.model.heads);
  const update = useExperiment((e) => e.update);
  const layers = run.layers.map((layer, l) => ({ layer, l })).reverse();
  return (
    <fieldset className={classes.heads}>
      <legend>{t('runs.overrides.heads')}</legend>
      <p className={classes.hint}>{t('runs.overrides.headsHint')}</p>
      <ol className={classes.layers} reversed>
        {layers.map(({ layer, l }) => (
          <li key={l}>
            <span className={classes.layer}>
              {l + 1} {variant(layer.variant).short}
            </span>
            {mixingOf(layer) === null ? (
              <span className="muted">{t('runs.overrides.noHeads')}</span>
            ) : (
              <span className={classes.switches}>
                {Array.from({ length: heads }, (_, h) => (
                  <button
                    // biome-ignore lint/suspicious/noArrayIndexKey: a head is its position
                    key={h}
                    type="button"
                    aria-pressed={!isHeadOff(run, l, h)}
                    aria-label={t('runs.overrides.head', { layer: l + 1, head: h + 1 })}
                    data-testid={`head-${l}-${h}`}
                    onClick={() => update(toggleHead(run.id, l, h))}
                  >
                    {h + 1}
                  </button>
                ))}
              </span>
            )}
          </li>
        ))}
      </ol>
    </fieldset>
  );
}
