/** The rows of results of runs that were trained elsewhere, as far as their files tell of evaluations. */
import { useMemo } from 'react';
import { mixesTokens } from '../../attention/layers';
import type { ResultRow } from '../../measure/evals/table';
import { useReadOnlyLines } from '../charts/readOnlyLines';

/** Returns those of the runs that are shown. They are of the end of their training, whatever the moment. */
export function useElsewhereRows(): readonly ResultRow[] {
  const lines = useReadOnlyLines();
  return useMemo(
    () =>
      lines.flatMap(({ run: { id, name, style }, trained, evaluated }): ResultRow[] =>
        evaluated
          ? [
              {
                id,
                name,
                ranked: true,
                elsewhere: style,
                mixes: trained ? mixesTokens(trained.run.layers) : true,
                ...evaluated,
              },
            ]
          : [],
      ),
    [lines],
  );
}
