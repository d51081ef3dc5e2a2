/** The maps that are shown large: the chosen one, and where it is compared the other one and their difference. */
import { useMemo } from 'react';
import { t } from '../../i18n/i18n';
import { largestMagnitude, mapDifference } from '../../measure/maps/difference';
import { largestSums, type MapSums, mapSums } from '../../measure/maps/sums';
import type { ProbeResult } from '../../runtime/protocol';
import { useView } from '../AppContext';
import { useDark } from '../kit/useDark';
import { useWorded } from '../useLanguage';
import { type Colouring, differenceColouring } from './colouring';
import type { NamedMap } from './namedMap';
import { useBesideMap } from './useBesideMap';

export interface LargeMap extends NamedMap {
  id: 'big' | 'beside' | 'difference';
  colouring: Colouring;
  /** The colours of its picture, which is on white in either theme. */
  onPaper: Colouring;
  sums: MapSums;
  /** What a bar of full length comes to, the same for all that are shown: what is small against their sums stays small. */
  fullBars: ReturnType<typeof largestSums>;
}

type Summed = Omit<LargeMap, 'fullBars'>;

interface Asked extends NamedMap {
  /** Of the run that the map is of, its heads as they are. */
  probe: ProbeResult;
  /** Of the map, from 0. */
  layer: number;
  head: number;
  colouring: Colouring;
}

interface LargeMaps {
  map: LargeMap;
  /** null where nothing is compared. */
  beside: LargeMap | null;
  difference: LargeMap | null;
  /** Why nothing is compared, though it was asked for. */
  missing: string | null;
}

export function useLargeMaps({ probe, layer, head, values, name, colouring }: Asked): LargeMaps {
  const T = probe.tokens.length;
  const mapScale = useView((v) => v.mapScale);
  const mapHigh = useView((v) => v.mapHigh);
  const theme = useDark() ? 'dark' : 'light';
  const { beside: other, missing } = useBesideMap({ probe, layer, head });
  const map = useMemo(
    (): Summed => ({ id: 'big', values, name, colouring, onPaper: colouring, sums: mapSums(values, T) }),
    [values, name, colouring, T],
  );
  const beside = useMemo(
    (): Summed | null =>
      other && { id: 'beside', ...other, colouring, onPaper: colouring, sums: mapSums(other.values, T) },
    [other, colouring, T],
  );
  const difference = useWorded((): Summed | null => {
    if (!other) return null;
    const less = mapDifference(values, other.values, T);
    const largest = largestMagnitude(less);
    const coloured = (on: 'light' | 'dark') => differenceColouring({ mapScale, mapHigh }, largest, on);
    return {
      id: 'difference',
      values: less,
      name: t('maps.difference'),
      colouring: coloured(theme),
      onPaper: coloured('light'),
      sums: mapSums(less, T),
    };
  }, [values, other, T, mapScale, mapHigh, theme]);
  return useMemo(() => {
    const fullBars = largestSums([map.sums, ...(beside ? [beside.sums] : [])]);
    return {
      map: { ...map, fullBars },
      beside: beside && { ...beside, fullBars },
      difference: difference && { ...difference, fullBars },
      missing,
    };
  }, [map, beside, difference, missing]);
}
