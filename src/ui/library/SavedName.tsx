/** Edits the name of a saved experiment: Enter commits, Escape cancels. */

import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { firstCharacters } from '../../data/characters';
import { limits } from '../../experiment/schema';
import { isolated } from '../../format/visible';
import { t } from '../../i18n/i18n';
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
        aria-label={t('library.savedName.label', { name: isolated(name) })}
        value={typed}
        error={empty ? t('library.savedName.empty') : undefined}
        autoFocus
        onChange={(event) => setTyped(firstCharacters(event.currentTarget.value, limits.nameLength))}
        // Escape is for the name; the dialog stays open.
        data-mantine-stop-propagation="true"
        onKeyDown={(event) => {
          if (event.key === 'Escape') onDone(null);
        }}
      />
      <Button type="submit">{t('kit.rename')}</Button>
    </form>
  );
}
