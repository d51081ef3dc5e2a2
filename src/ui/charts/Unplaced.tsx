/** Says which runs have no place on an axis of seconds: they trained before seconds were recorded. */
import { Isolated } from '../kit/Isolated';

export function Unplaced({ names }: { names: readonly string[] }) {
  return (
    <p className="muted" data-testid="unplaced">
      Trained before seconds were recorded:{' '}
      {names.map((name, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two runs may have one name
        <span key={i}>
          {i > 0 && ', '}
          <Isolated text={name} />
        </span>
      ))}
    </p>
  );
}
