/** What came of a sweep: its picture and its table, in which a mark and its row are found by each other. */
import { useCallback, useMemo, useState } from 'react';
import type { Sweep } from '../../../document/sweepsSchema';
import { SweepPicture } from './SweepPicture';
import { SweepTable } from './SweepTable';
import { rowsOf } from './sweepRows';
import { useSweepLook } from './useSweepLook';

export function SweepResults({ sweep }: { sweep: Sweep }) {
  const [look, change] = useSweepLook(sweep.id);
  const rows = useMemo(() => rowsOf(sweep, new Set(look.hidden)), [sweep, look.hidden]);
  // Keys of variations. Nobody would want to find them again: they last as long as one looks for something.
  const [marked, setMarked] = useState<string | null>(null);
  const [pointed, setPointed] = useState<string | null>(null);
  const mark = useCallback((key: string) => setMarked((before) => (before === key ? null : key)), []);
  return (
    <>
      <SweepPicture sweep={sweep} rows={rows} marked={marked} onMark={mark} onPoint={setPointed} />
      <SweepTable
        sweep={sweep}
        rows={rows}
        look={look}
        change={change}
        marked={marked}
        pointed={pointed}
        onMark={mark}
      />
    </>
  );
}
