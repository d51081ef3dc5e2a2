/** Chooses a run's style in its menu: a swatch for each, which is named in words. */
import { Menu } from '@mantine/core';
import type { KeyboardEvent } from 'react';
import { setStyle } from '../../../experiment/edit';
import { styleOf, stylesOf } from '../../../experiment/runStyles';
import type { Run } from '../../../experiment/schema';
import { isolated } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import { useExperiment } from '../../AppContext';
import { RunSwatch } from '../../kit/RunSwatch';
import { styleIds } from '../../runStyle';
import classes from './RunStyleChoice.module.css';

/** The menu's own keys are up and down; the swatches stand side by side too. */
const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1 };

function moveFocus(event: KeyboardEvent<HTMLElement>) {
  const step = steps[event.key];
  if (step === undefined) return;
  const swatches = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="menuitemradio"]')];
  const at = swatches.indexOf(event.target as HTMLElement);
  swatches.at((at + step) % swatches.length)?.focus();
  event.preventDefault();
}

export function RunStyleChoice({ run }: { run: Run }) {
  const runs = useExperiment((e) => e.experiment.runs);
  const update = useExperiment((e) => e.update);
  const taken = stylesOf(runs);
  return (
    <>
      <Menu.Label>{t('runs.menu.style')}</Menu.Label>
      <fieldset aria-label={t('runs.menu.style')} className={classes.styles} onKeyDown={moveFocus}>
        <Menu.RadioGroup
          value={String(styleOf(runs, run.id))}
          onChange={(style) => update(setStyle(run.id, Number(style)))}
        >
          {styleIds.map((id, style) => {
            const others = runs.filter((other, i) => other.id !== run.id && taken[i] === style);
            const name = t(`runs.styles.${id}`);
            const label =
              others.length === 0
                ? name
                : t('runs.menu.styleTaken', {
                    style: name,
                    runs: others.map((other) => isolated(other.name)).join(t('charts.listSeparator')),
                  });
            return (
              <Menu.RadioItem
                key={id}
                value={String(style)}
                aria-label={label}
                title={label}
                classNames={{ item: classes.style, itemIndicator: classes.indicator }}
                data-testid={`style-${id}`}
                closeMenuOnClick
              >
                <RunSwatch style={style} />
              </Menu.RadioItem>
            );
          })}
        </Menu.RadioGroup>
      </fieldset>
    </>
  );
}
