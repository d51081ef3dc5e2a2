/** Says once, below a table, what its differences are to, what each column's are paired over, and when one is clear. */
import { isolated } from '../../format/visible';
import { t } from '../../i18n/i18n';
import { type Delta, isApart } from '../../measure/deltas';
import { apartMark } from './DeltaText';
import classes from './DeltaText.module.css';

interface Props {
  /** Name of the run, or the stack, that values are held against. */
  against: string;
  /** A column's name and its differences. */
  columns: readonly { name: string; deltas: readonly (Delta | null)[] }[];
  /** What the table adds, a sentence each. */
  more?: readonly string[];
  testId: string;
}

const pairings = ['batches', 'items', 'seeds'] as const;

export function DeltaNote({ against, columns, more = [], testId }: Props) {
  const paired = pairings.flatMap((pairing) => {
    const names = columns
      .filter(({ deltas }) => deltas.some((delta) => delta?.error && delta.pairedOver === pairing))
      .map(({ name }) => name);
    return names.length === 0 ? [] : [t(`kit.delta.paired.${pairing}`, { columns: names.join(', ') })];
  });
  const some = (of: (delta: Delta) => boolean | undefined) =>
    columns.some(({ deltas }) => deltas.some((delta) => delta && of(delta)));
  const sentences = [
    ...paired,
    ...(some(isApart) ? [t('kit.delta.apart', { mark: apartMark })] : []),
    ...(some(({ isOfOneSeed }) => isOfOneSeed) ? [t('kit.delta.oneSeed')] : []),
  ];
  return (
    <p className={`muted ${classes.note}`} data-testid={testId}>
      {[
        t(sentences.length > 0 ? 'kit.delta.against' : 'kit.delta.againstAlone', { run: isolated(against) }),
        ...sentences,
        ...more,
        ...(sentences.length > 0 ? [t('kit.delta.meaning')] : []),
      ].join(' ')}
    </p>
  );
}
