/** Edits the name of a saved experiment: Enter commits, Escape cancels. */

import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { firstCharacters } from '../../data/characters';
import { limits } from '../../experiment/schema';
import { isolated } from '../../format/visible';
import classes from './Library.module.css';

export function SavedName({ name, onDone }: { name: string; onDone: (name: string | null) => void }) {
  const [typed, setTyped] = useState(name);
  const empty = typed.trim() === '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!empty) onDone(typed.trim());
  };
  return (
    <form className={classes.rename} onSubmit={submit}>
      <TextInput
        aria-label={`New name of ${isolated(name)}`}
        value={typed}
        error={empty ? 'Give it a name.' : undefined}
        autoFocus
        onChange={(event) => setTyped(firstCharacters(event.currentTarget.value, limits.nameLength))}
        // Escape is for the name; the dialog stays open.
        data-mantine-stop-propagation="true"
        onKeyDown={(event) => {
          if (event.key === 'Escape') onDone(null);
        }}
      />
      <Button type="submit">Rename</Button>
    </form>
  );
}
