/** Says in numbers what the cursor is on: the weight, that of the map beside and their difference, and the cell that is held. */
import { Button } from '@mantine/core';
import { formatDifference, formatFixed } from '../../format/numbers';
import { isolated } from '../../format/visible';
import { t } from '../../i18n/i18n';
import { Sentence } from '../kit/Sentence';
import classes from './heatmap.module.css';
import type { NamedMap } from './namedMap';
import type { Cell } from './pane';
import { Token } from './Token';
import type { LargeMap } from './useLargeMaps';
import type { MapCursor } from './useMapCursor';

const digits = 4;

/** A weight; a dash where the map says nothing. */
const weightText = (value: number): string => (Number.isNaN(value) ? '–' : formatFixed(value, digits));

/** A difference with its sign. */
const differenceText = (value: number): string =>
  Number.isNaN(value) ? '–' : formatDifference(value, digits);

interface MapReadoutProps {
  tokens: string[];
  map: LargeMap;
  /** The map that it is compared with. */
  beside: LargeMap | null;
  cursor: MapCursor;
}

export function MapReadout({ tokens, map, beside, cursor }: MapReadoutProps) {
  const { cell, held, T } = cursor;
  const weightAt = ({ values }: NamedMap, { query, key }: Cell) => values[query * T + key] as number;
  const cellSentence = ({ query, key }: Cell) => (
    <Sentence
      id="maps.big.readout"
      values={{ queryPlace: query + 1, keyPlace: key + 1 }}
      components={{
        query: <Token text={tokens[query]} />,
        key: <Token text={tokens[key]} />,
        small: <small />,
      }}
    />
  );
  const here = weightAt(map, cell);
  const { rows, columns } = map.sums;
  return (
    <>
      <p className={classes.readout} data-testid="cell-readout">
        <span>{cellSentence(cell)}</span>
        <strong>{weightText(here)}</strong>
      </p>
      <p className="muted" data-testid="cell-sums">
        {t('maps.sums', {
          row: formatFixed(rows[cell.query] as number, 2),
          column: formatFixed(columns[cell.key] as number, 2),
          mostRow: formatFixed(
            rows.reduce((a, b) => Math.max(a, b)),
            2,
          ),
          mostColumn: formatFixed(
            columns.reduce((a, b) => Math.max(a, b)),
            2,
          ),
        })}
      </p>
      {beside && (
        <p className={`${classes.readout} ${classes.compared}`} data-testid="beside-readout">
          <Compared name={beside.name} value={weightAt(beside, cell)} from={here} />
        </p>
      )}
      {held && (
        <div className={`${classes.readout} ${classes.compared}`} data-testid="held-readout">
          <span>
            {t('maps.held.name')} {cellSentence(held)}
          </span>
          <Compared name={map.name} value={weightAt(map, held)} from={here} />
          {beside && (
            <Compared name={beside.name} value={weightAt(beside, held)} from={weightAt(beside, cell)} />
          )}
          <Button size="compact-sm" variant="default" onClick={cursor.letGo}>
            {t('maps.held.letGo')}
          </Button>
        </div>
      )}
    </>
  );
}

/** A value, and how much more the one under the cursor is. */
function Compared({ name, value, from }: { name: string; value: number; from: number }) {
  return (
    <span>
      <Sentence
        id="maps.compared"
        values={{ name, value: weightText(value), difference: differenceText(from - value) }}
        components={{ b: <b /> }}
      />
    </span>
  );
}

/** Says a cell as a screen reader does when the cursor came to it. */
export function spokenCell(
  { query, key }: Cell,
  { tokens, map, beside }: Omit<MapReadoutProps, 'cursor'>,
): string {
  const at = query * tokens.length + key;
  const weight = map.values[at] as number;
  const told = {
    queryPlace: query + 1,
    query: isolated(tokens[query] as string),
    keyPlace: key + 1,
    key: isolated(tokens[key] as string),
    weight: weightText(weight),
  };
  if (!beside) return t('maps.big.spoken', told);
  const other = beside.values[at] as number;
  return t('maps.big.spokenBeside', {
    ...told,
    other: weightText(other),
    difference: differenceText(weight - other),
  });
}
