/** Renames a run. */

import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { firstCharacters } from '../../../data/characters';
import { renameRun } from '../../../experiment/edit';
import { limits, type Run } from '../../../experiment/schema';
import { t } from '../../../i18n/i18n';
import { useExperiment } from '../../AppContext';

export function RenameForm({ run, onDone }: { run: Run; onDone: () => void }) {
  const update = useExperiment((e) => e.update);
  const [name, setName] = useState(run.name);
  const empty = name.trim() === '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!empty && update(renameRun(run.id, name))) onDone();
  };
  return (
    <form onSubmit={submit}>
      <TextInput
        label={t('runs.renameForm.name')}
        data-autofocus
        value={name}
        error={empty ? t('runs.renameForm.empty') : undefined}
        onChange={(event) => setName(firstCharacters(event.currentTarget.value, limits.nameLength))}
      />
      <Button type="submit" mt="md">
        {t('kit.rename')}
      </Button>
    </form>
  );
}
