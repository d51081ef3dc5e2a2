/** Lists a few named numbers side by side. */
import classes from './FactList.module.css';

interface Props {
  facts: readonly (readonly [name: string, value: string])[];
  testId?: string;
}

export function FactList({ facts, testId }: Props) {
  return (
    <dl className={classes.facts} data-testid={testId}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
