/** Says below a chart whose curves leave its scale; they run along its upper edge there. */
import { Sentence } from '../kit/Sentence';
import { Names } from './Names';

export function BeyondScale({ names, testId }: { names: readonly string[]; testId: string }) {
  if (names.length === 0) return null;
  return (
    <p className="muted" data-testid={testId}>
      <Sentence id="charts.beyondScale" components={{ names: <Names names={names} /> }} />
    </p>
  );
}
