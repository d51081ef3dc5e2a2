/** Renders the one dialog that may be open, out of the registries of those of the page and those of a run. */

import { Loader, Modal } from '@mantine/core';
import { type ComponentType, type ReactNode, useEffect, useState } from 'react';
import type { PageDialogKind, RunDialogKind } from '../app/document/viewStore';
import type { Run } from '../experiment/schema';
import { isolated } from '../format/visible';
import { t } from '../i18n/i18n';
import { whenIdle } from '../platform/idle';
import { useExperiment, useView } from './AppContext';
import classes from './Dialogs.module.css';
import { useIsWide } from './layout/useIsWide';
import { OverridesForm } from './panels/runs/OverridesForm';
import { PlacementForm } from './panels/runs/PlacementForm';
import { RenameForm } from './panels/runs/RenameForm';

interface RunDialog {
  title(run: Run): string;
  size: string;
  Form: ComponentType<{ run: Run; onDone: () => void }>;
}

const runDialogs: Record<RunDialogKind, RunDialog> = {
  rename: {
    title: ({ name }) => t('layout.dialogs.rename', { name: isolated(name) }),
    size: 'md',
    Form: RenameForm,
  },
  place: {
    title: ({ name }) => t('layout.dialogs.place', { name: isolated(name) }),
    size: 'lg',
    Form: PlacementForm,
  },
  overrides: {
    title: ({ name }) => t('layout.dialogs.overrides', { name: isolated(name) }),
    size: 'lg',
    Form: OverridesForm,
  },
};

export function Dialogs() {
  const dialog = useView((v) => v.dialog);
  const close = useClose();
  const runs = useExperiment((e) => e.experiment.runs);
  useEffect(() => whenIdle(() => void loadPageDialogs().catch(console.warn)), []);
  if (dialog === null) return null;
  if (!('runId' in dialog)) return <PageDialog kind={dialog.kind} />;
  const run = runs.find(({ id }) => id === dialog.runId);
  if (!run) return null;
  const { title, size, Form } = runDialogs[dialog.kind];
  return (
    <Frame title={title(run)} size={size}>
      <Form run={run} onDone={close} />
    </Frame>
  );
}

type PageDialogs = typeof import('./pageDialogs')['pageDialogs'];

let loadedPageDialogs: PageDialogs | null = null;

async function loadPageDialogs(): Promise<PageDialogs> {
  const { pageDialogs } = await import('./pageDialogs');
  loadedPageDialogs = pageDialogs;
  return pageDialogs;
}

/** Opens once it is loaded, as a whole: what is to have the focus is there then. */
function PageDialog({ kind }: { kind: PageDialogKind }) {
  const close = useClose();
  const [all, setAll] = useState(loadedPageDialogs);
  const [failure, setFailure] = useState<unknown>(null);
  useEffect(() => {
    if (!all) loadPageDialogs().then(setAll, setFailure);
  }, [all]);
  if (failure !== null) throw failure;
  if (!all)
    return (
      <p role="status" className={classes.opening} data-testid="dialog-opening">
        <Loader size={14} aria-hidden="true" /> {t('layout.dialogs.opening')}
      </p>
    );
  const { title, size, Content } = all[kind];
  return (
    <Frame title={title()} size={size}>
      <Content onDone={close} />
    </Frame>
  );
}

function useClose(): () => void {
  const set = useView((v) => v.set);
  return () => set({ dialog: null });
}

/** Mantine's own Modal.Header is a second banner landmark on the page, so the title stands in a plain box. */
function Frame({ title, size, children }: { title: string; size: string; children: ReactNode }) {
  const close = useClose();
  // A lock writes a style sheet, by which every element's style is computed anew; one screen does not scroll behind a dialog.
  const lockScroll = !useIsWide();
  return (
    <Modal.Root opened onClose={close} size={size} lockScroll={lockScroll}>
      <Modal.Overlay />
      <Modal.Content>
        <div className={classes.head}>
          <Modal.Title className={classes.title}>{title}</Modal.Title>
          <Modal.CloseButton aria-label={t('kit.close')} />
        </div>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
