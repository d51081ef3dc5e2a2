/** A list of the editor: each entry in a form of its own, with a button that removes it, and one that adds another. */
import { Button } from '@mantine/core';
import { Plus, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatCount } from '../../../format/numbers';
import classes from './Editor.module.css';

/** @template T an entry */
interface Props<T> {
  entries: readonly T[];
  /** Fewest and most entries. */
  least: number;
  most?: number;
  /** Words of an entry, by its number as the reader counts. */
  name(number: string): string;
  removes(number: string): string;
  adds: string;
  addTestId?: string;
  /** The entry that is added. */
  blank(): T;
  /** The fields of an entry. */
  fields(entry: T, at: number): ReactNode;
  onChange(entries: T[]): void;
}

export function ListFields<T>({
  entries,
  least,
  most = Number.POSITIVE_INFINITY,
  name,
  removes,
  adds,
  addTestId,
  blank,
  fields,
  onChange,
}: Props<T>) {
  return (
    <>
      {entries.map((entry, at) => {
        const number = formatCount(at + 1);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: an entry is known by its place
          <fieldset key={at} className={classes.form} aria-label={name(number)}>
            {fields(entry, at)}
            {entries.length > least && (
              <div className={classes.buttons}>
                <Button
                  size="compact-sm"
                  variant="default"
                  leftSection={<Trash2 size={16} />}
                  onClick={() => onChange(entries.toSpliced(at, 1))}
                >
                  {removes(number)}
                </Button>
              </div>
            )}
          </fieldset>
        );
      })}
      {entries.length < most && (
        <div className={classes.buttons}>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<Plus size={16} />}
            data-testid={addTestId}
            onClick={() => onChange([...entries, blank()])}
          >
            {adds}
          </Button>
        </div>
      )}
    </>
  );
}
