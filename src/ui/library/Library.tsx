/** Lists the saved experiments: the one on the page, the others, and the storage they take. */

import { ActionIcon, Button, TextInput } from '@mantine/core';
import { Copy, Pencil, Plus, Search, Trash2, Undo2 } from 'lucide-react';
import { useCallback, useDeferredValue, useEffect, useState } from 'react';
import type { Entry } from '../../document/records';
import { formatBytes } from '../../format/bytes';
import { formatCount } from '../../format/numbers';
import { formatDateTime } from '../../format/times';
import { isolated } from '../../format/visible';
import { t } from '../../i18n/i18n';
import { useApp, useAutosave } from '../AppContext';
import { Hint } from '../kit/Hint';
import { Isolated } from '../kit/Isolated';
import classes from './Library.module.css';
import { ReadyExperiments } from './ReadyExperiments';
import { SavedName } from './SavedName';
import { StorageLine } from './StorageLine';

interface Undo {
  message: string;
  restore(): Promise<void>;
}

export function Library({ onDone }: { onDone: () => void }) {
  const { autosave, library } = useApp();
  const { current, database } = useAutosave();
  const [search, setSearch] = useState('');
  const [entries, setEntries] = useState<Entry[] | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [undo, setUndo] = useState<Undo | null>(null);
  const [renaming, setRenaming] = useState<string | null>(null);
  // The dialog is there first, and its longest list after it.
  const isWhole = useDeferredValue(true, false);

  /** Does it, says what went wrong, and lists anew what there is now. */
  const attempt = useCallback(
    async (action: () => Promise<unknown>) => {
      try {
        await action();
        setFailure(null);
        setEntries(await library.list(search));
      } catch (error) {
        setFailure(error instanceof Error ? error.message : String(error));
      }
    },
    [library, search],
  );
  useEffect(() => {
    void attempt(async () => {});
    return library.onChange(() => void attempt(async () => {}));
  }, [attempt, library]);

  const open = (id: string) =>
    attempt(async () => {
      const refusal = await autosave.open(id);
      if (refusal) throw new Error(refusal);
      onDone();
    });
  const remove = ({ id, name }: Entry) =>
    attempt(async () => {
      const restore = await library.remove(id);
      setUndo({ message: t('library.deleted', { name: isolated(name) }), restore });
    });

  return (
    <div className={classes.library}>
      <p className="muted">{t('library.intro')}</p>
      <div className={classes.tools}>
        <TextInput
          aria-label={t('library.search')}
          placeholder={t('library.searchHint')}
          leftSection={<Search size={16} />}
          value={search}
          data-autofocus
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <Button
          leftSection={<Plus size={16} />}
          disabled={!database}
          onClick={() => void attempt(() => library.beginNew()).then(onDone)}
        >
          {t('library.new')}
        </Button>
      </div>
      {failure && (
        <p className="error" role="alert">
          {failure}
        </p>
      )}
      <div role="status">
        {undo && (
          <p className={classes.undo}>
            <span>{undo.message}</span>
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<Undo2 size={14} />}
              onClick={() => {
                setUndo(null);
                void attempt(undo.restore);
              }}
            >
              {t('actions.undo.label')}
            </Button>
          </p>
        )}
      </div>
      {entries?.length === 0 && <p className="muted">{t(search ? 'library.noneFound' : 'library.empty')}</p>}
      <ul className={classes.list} aria-label={t('library.list')}>
        {entries?.map((entry) => {
          const { id, name, runs, step, steps, changedAt, bytes } = entry;
          const isCurrent = id === current.id;
          return (
            <li key={id} className={classes.entry} aria-current={isCurrent || undefined}>
              {renaming === id ? (
                <SavedName
                  name={name}
                  onDone={(next) => {
                    setRenaming(null);
                    if (next !== null) void attempt(() => library.rename(id, next));
                  }}
                />
              ) : (
                <button
                  type="button"
                  className={classes.open}
                  data-testid="saved-name"
                  disabled={isCurrent}
                  onClick={() => void open(id)}
                >
                  <Isolated text={name} />
                  {isCurrent && <span className={classes.badge}>{t('library.current')}</span>}
                </button>
              )}
              <div className={classes.actions}>
                <Action
                  label={t('library.rename', { name: isolated(name) })}
                  icon={Pencil}
                  onClick={() => setRenaming(id)}
                />
                <Action
                  label={t('library.duplicate', { name: isolated(name) })}
                  icon={Copy}
                  onClick={() => void attempt(() => library.duplicate(id))}
                />
                <Action
                  label={t(isCurrent ? 'library.openAnother' : 'library.delete', { name: isolated(name) })}
                  icon={Trash2}
                  disabled={isCurrent}
                  onClick={() => void remove(entry)}
                />
              </div>
              <p className={classes.facts}>
                {t('library.facts', {
                  runs: runs.map(isolated).join(', '),
                  step: formatCount(step),
                  steps: formatCount(steps),
                  size: formatBytes(bytes),
                  changed: formatDateTime(changedAt),
                })}
              </p>
            </li>
          );
        })}
      </ul>
      {isWhole && <ReadyExperiments search={search} onDone={onDone} />}
      <StorageLine changes={entries} />
    </div>
  );
}

function Action({
  label,
  icon: Icon,
  disabled,
  onClick,
}: {
  label: string;
  icon: typeof Copy;
  disabled?: boolean;
  onClick: () => void;
}) {
  return (
    <Hint label={label}>
      <ActionIcon variant="subtle" color="gray" aria-label={label} disabled={disabled} onClick={onClick}>
        <Icon size={18} />
      </ActionIcon>
    </Hint>
  );
}
