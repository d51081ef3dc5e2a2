/** The one dialog that may be open: help, a run's new name, or a placement. */
import { Modal } from '@mantine/core';
import { useExperiment } from '../store/experimentStore';
import { useView } from '../store/viewStore';
import { Help } from './Help';
import { PlacementForm } from './panels/PlacementForm';
import { RenameForm } from './panels/RenameForm';

export function Dialogs() {
  const dialog = useView((v) => v.dialog);
  const set = useView((v) => v.set);
  const runs = useExperiment((e) => e.experiment.runs);
  const close = () => set({ dialog: null });
  const common = {
    opened: true,
    onClose: close,
    closeButtonProps: { 'aria-label': 'Close' },
    styles: { title: { fontSize: 18, fontWeight: 650 } },
  };
  if (dialog === null) return null;
  if (dialog.kind === 'help') {
    return (
      <Modal {...common} size="xl" title="Help">
        <Help />
      </Modal>
    );
  }
  const run = runs.find(({ id }) => id === dialog.runId);
  if (!run) return null;
  return dialog.kind === 'rename' ? (
    <Modal {...common} title={`Rename ${run.name}`}>
      <RenameForm run={run} onDone={close} />
    </Modal>
  ) : (
    <Modal {...common} size="lg" title={`Placement in ${run.name}`}>
      <PlacementForm run={run} onDone={close} />
    </Modal>
  );
}
