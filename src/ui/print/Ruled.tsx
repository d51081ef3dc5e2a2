/** Lines to write on. */
import { range } from 'es-toolkit';
import classes from './Print.module.css';

export function Ruled({ label, lines }: { label: string; lines: number }) {
  return (
    <div className={classes.ruled}>
      <p>{label}</p>
      {range(lines).map((line) => (
        <div key={line} />
      ))}
    </div>
  );
}
