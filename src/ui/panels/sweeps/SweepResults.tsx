/** What came of a sweep: its picture and its table, in which a mark and its row are found by each other. */
import { useCallback, useDeferredValue, useMemo, useState } from 'react';
import type { Sweep, SweepResult } from '../../../document/sweepsSchema';
import { runFilter, textsOfRuns } from '../../../experiment/runsTable/filter';
import { experimentOfRuns } from '../../../experiment/sweeps/choice';
import { useWorded } from '../../useLanguage';
import { SweepPicture } from './SweepPicture';
import { SweepTable } from './SweepTable';
import { rowsOf } from './sweepRows';
import { useSweepLook } from './useSweepLook';

export function SweepResults({ sweep }: { sweep: Sweep }) {
  const [look, change] = useSweepLook(sweep.id);
  const rows = useMemo(() => rowsOf(sweep, new Set(look.hidden)), [sweep, look.hidden]);
  const [typed, setTyped] = useState('');
  const filter = useWorded(() => runFilter(typed), [typed]);
  const texts = useWorded(
    () =>
      textsOfRuns(
        experimentOfRuns(
          sweep.experiment,
          sweep.results.map(({ run }) => run),
        ),
      ),
    [sweep],
  );
  const finds = useCallback(
    ({ run }: SweepResult) => !filter.ok || filter.matches(texts.get(run.id) ?? ''),
    [filter, texts],
  );
  // Hundreds of rows do not hold up what is typed.
  const drawn = useDeferredValue(
    useMemo(() => rows.filter(({ results }) => results.some(finds)), [rows, finds]),
  );
  // Keys of variations. Nobody would want to find them again: they last as long as one looks for something.
  const [marked, setMarked] = useState<string | null>(null);
  const [pointed, setPointed] = useState<string | null>(null);
  const mark = useCallback((key: string) => setMarked((before) => (before === key ? null : key)), []);
  return (
    <>
      <SweepPicture
        sweep={sweep}
        rows={drawn}
        isFiltered={drawn.length < rows.length}
        marked={marked}
        onMark={mark}
        onPoint={setPointed}
      />
      <SweepTable
        sweep={sweep}
        rows={rows}
        look={look}
        change={change}
        filter={{ typed, onType: setTyped, refusal: filter.ok ? null : filter.message, finds }}
        marked={marked}
        pointed={pointed}
        onMark={mark}
      />
    </>
  );
}
