/** Says below a chart whose curves leave its scale; they run along its upper edge there. */
import { Isolated } from '../kit/Isolated';

export function BeyondScale({ names, testId }: { names: readonly string[]; testId: string }) {
  if (names.length === 0) return null;
  return (
    <p className="muted" data-testid={testId}>
      Beyond the scale, along its upper edge:{' '}
      {names.map((name, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two runs may have one name
        <span key={i}>
          {i > 0 && ', '}
          <Isolated text={name} />
        </span>
      ))}
      . The tables have the numbers.
    </p>
  );
}
