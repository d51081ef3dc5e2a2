/** Says which runs have no place on an axis of seconds: they trained before seconds were recorded. */
import { Sentence } from '../kit/Sentence';
import { Names } from './Names';

export function Unplaced({ names }: { names: readonly string[] }) {
  return (
    <p className="muted" data-testid="unplaced">
      <Sentence id="charts.unplaced" components={{ names: <Names names={names} /> }} />
    </p>
  );
}
