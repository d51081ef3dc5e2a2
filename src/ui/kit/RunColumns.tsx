/** What runs differ in, as columns of a table of results. */
import type { Property } from '../../measure/evals/table';

export const RunColumnHeads = ({ of }: { of: readonly Property[] }) =>
  of.map(({ id, name }) => (
    <th scope="col" key={id}>
      {name}
    </th>
  ));

interface CellsProps {
  of: readonly Property[];
  rowId: string;
  className?: string | undefined;
}

export const RunColumnCells = ({ of, rowId, className }: CellsProps) =>
  of.map(({ id, text }) => (
    <td key={id} className={className}>
      {text(rowId)}
    </td>
  ));
