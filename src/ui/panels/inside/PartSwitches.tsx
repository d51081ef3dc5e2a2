/** Says what is switched off, switches the layers of each principle as a whole, and tells what each shown run comes to without it all. */
import { Button } from '@mantine/core';
import { groupBy, range } from 'es-toolkit';
import { ToggleRight } from 'lucide-react';
import type { PrincipleId } from '../../../attention/variant';
import { variant } from '../../../attention/variants';
import type { Run } from '../../../experiment/schema';
import { formatCount } from '../../../format/numbers';
import { isolated } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import { type PartOff, withoutCovered } from '../../../model/partsOff';
import { useExperiment, useSwitchedParts } from '../../AppContext';
import { principleWords } from '../../kit/principleWords';
import classes from './InsidePanels.module.css';
import { SwitchedTable } from './SwitchedTable';
import type { useSwitches } from './useSwitches';

interface Props {
  /** Whose layers the principles are of. */
  run: Run;
  switches: ReturnType<typeof useSwitches>;
  /** There are no models that could do without a part. */
  disabled: boolean;
}

export function PartSwitches({ run, switches, disabled }: Props) {
  const { parts, principles, rows, togglePrinciple, allOn } = switches;
  const names = [
    ...principles.map((id) => t('inside.switched.ofPrinciple', { principle: principleWords(id).name })),
    ...withoutCovered(parts).map(partName),
  ];
  return (
    <>
      <fieldset className={`${classes.row} ${classes.switches}`} data-controls>
        <legend className="muted">{t('inside.switched.principles')}</legend>
        {principlesOf(run, principles).map(([principle, layers]) => (
          <button
            key={principle}
            type="button"
            className={classes.layer}
            aria-pressed={principles.includes(principle)}
            disabled={disabled}
            data-testid={`switch-${principle}`}
            onClick={() => togglePrinciple(principle)}
          >
            {t('inside.switched.principle', {
              principle: principleWords(principle).name,
              layers: layers.map((layer) => formatCount(layer + 1)).join(', ') || '–',
            })}
          </button>
        ))}
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<ToggleRight size={16} aria-hidden="true" />}
          disabled={names.length === 0}
          data-testid="all-on"
          onClick={allOn}
        >
          {t('inside.switched.allOn')}
        </Button>
      </fieldset>
      <p role="status" data-testid="switched-off">
        {names.length === 0
          ? t('inside.switched.nothing')
          : t('inside.switched.off', { parts: names.join('; ') })}{' '}
        <Measuring waits={rows.some(({ wanted, found }) => wanted.length > 0 && !found)} />
      </p>
      {names.length > 0 && !disabled && <SwitchedTable rows={rows} />}
    </>
  );
}

/** The principles that a stack's layers relax, in the order of their first, `none` for standard attention; then others that are off. */
function principlesOf({ layers }: Run, off: readonly PrincipleId[]): [PrincipleId, number[]][] {
  const of = (l: number) => variant((layers[l] as Run['layers'][0]).variant).principle;
  const own = groupBy(range(layers.length), of) as Partial<Record<PrincipleId, number[]>>;
  const others = off.filter((principle) => !own[principle]);
  return [
    ...(Object.entries(own) as [PrincipleId, number[]][]),
    ...others.map((principle): [PrincipleId, number[]] => [principle, []]),
  ];
}

const partName = ([layer, head]: PartOff): string =>
  head === null
    ? t('inside.switched.layer', { layer: layer + 1 })
    : t('inside.layerHead', { layer: layer + 1, head: head + 1 });

/** @param waits whether there is a run of which nothing is measured yet: what is measured anew as it trains is not told */
function Measuring({ waits }: { waits: boolean }) {
  const runs = useExperiment((e) => e.experiment.runs);
  const measuring = useSwitchedParts((s) => s.measuring);
  const error = useSwitchedParts((s) => s.error);
  const run = runs.find(({ id }) => id === measuring);
  if (error) return <span className="error">{error}</span>;
  return run && waits ? (
    <span className="muted">{t('inside.switched.measuring', { run: isolated(run.name) })}</span>
  ) : null;
}
