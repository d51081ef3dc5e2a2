/** Renders the one dialog that may be open, out of the registries of those of the page and those of a run. */

import { Modal } from '@mantine/core';
import type { ComponentType, ReactNode } from 'react';
import type { PageDialogKind, RunDialogKind } from '../app/document/viewStore';
import type { Run } from '../experiment/schema';
import { isolated } from '../format/visible';
import { t } from '../i18n/i18n';
import { useExperiment, useView } from './AppContext';
import { AtlasDialog } from './atlas/AtlasDialog';
import classes from './Dialogs.module.css';
import { Help } from './Help';
import { LessonsDialog } from './lessons/LessonsDialog';
import { Library } from './library/Library';
import { OverridesForm } from './panels/runs/OverridesForm';
import { PlacementForm } from './panels/runs/PlacementForm';
import { RenameForm } from './panels/runs/RenameForm';
import { ShareDialog } from './share/ShareDialog';

interface PageDialog {
  title(): string;
  size: string;
  Content: ComponentType<{ onDone: () => void }>;
}

interface RunDialog {
  title(run: Run): string;
  size: string;
  Form: ComponentType<{ run: Run; onDone: () => void }>;
}

const pageDialogs: Record<PageDialogKind, PageDialog> = {
  atlas: { title: () => t('layout.dialogs.atlas'), size: 'min(1600px, 96vw)', Content: AtlasDialog },
  lessons: { title: () => t('lessons.title'), size: 'lg', Content: LessonsDialog },
  help: { title: () => t('layout.dialogs.help'), size: 'xl', Content: Help },
  share: { title: () => t('layout.dialogs.share'), size: 'xl', Content: ShareDialog },
  export: { title: () => t('layout.dialogs.share'), size: 'xl', Content: ShareDialog },
  library: { title: () => t('layout.dialogs.library'), size: 'lg', Content: Library },
};

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
  if (dialog === null) return null;
  if (!('runId' in dialog)) {
    const { title, size, Content } = pageDialogs[dialog.kind];
    return (
      <Frame title={title()} size={size}>
        <Content onDone={close} />
      </Frame>
    );
  }
  const run = runs.find(({ id }) => id === dialog.runId);
  if (!run) return null;
  const { title, size, Form } = runDialogs[dialog.kind];
  return (
    <Frame title={title(run)} size={size}>
      <Form run={run} onDone={close} />
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
  return (
    <Modal.Root opened onClose={close} size={size}>
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
