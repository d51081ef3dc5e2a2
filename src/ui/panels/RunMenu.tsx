/** What can be done with a whole run: placement, layers, name, copy, removal. */
import { ActionIcon, Button, Menu, Modal, Select, TextInput } from '@mantine/core';
import { EllipsisVertical } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { addLayer, duplicateRun, placeRun, removeLayer, removeRun, renameRun } from '../../experiment/edit';
import { placements } from '../../experiment/placements';
import { limits, type Run } from '../../experiment/schema';
import { useExperiment } from '../../store/experimentStore';
import { type VariantId, variants } from '../../variants';

export function RunMenu({ run }: { run: Run }) {
  const update = useExperiment((e) => e.update);
  const runCount = useExperiment((e) => e.experiment.runs.length);
  const [dialog, setDialog] = useState<'rename' | 'place' | null>(null);
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`Menu of ${run.name}`}>
            <EllipsisVertical size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setDialog('place')}>Placement…</Menu.Item>
          <Menu.Item disabled={run.layers.length >= limits.layers} onClick={() => update(addLayer(run.id))}>
            Add a layer
          </Menu.Item>
          <Menu.Item
            disabled={run.layers.length === 1}
            onClick={() => update(removeLayer(run.id, run.layers.length - 1))}
          >
            Remove the top layer
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item onClick={() => setDialog('rename')}>Rename…</Menu.Item>
          <Menu.Item disabled={runCount >= limits.runs} onClick={() => update(duplicateRun(run.id))}>
            Duplicate
          </Menu.Item>
          <Menu.Item disabled={runCount === 1} onClick={() => update(removeRun(run.id))}>
            Remove
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal opened={dialog === 'rename'} onClose={() => setDialog(null)} title={`Rename ${run.name}`}>
        <RenameForm run={run} onDone={() => setDialog(null)} />
      </Modal>
      <Modal opened={dialog === 'place'} onClose={() => setDialog(null)} title={`Placement in ${run.name}`}>
        <PlacementForm run={run} onDone={() => setDialog(null)} />
      </Modal>
    </>
  );
}

function RenameForm({ run, onDone }: { run: Run; onDone: () => void }) {
  const update = useExperiment((e) => e.update);
  const [name, setName] = useState(run.name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (update(renameRun(run.id, name))) onDone();
  };
  return (
    <form onSubmit={submit}>
      <TextInput
        label="Name"
        data-autofocus
        value={name}
        maxLength={limits.nameLength}
        error={name.trim() === '' ? 'Give the run a name.' : undefined}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" mt="md">
        Rename
      </Button>
    </form>
  );
}

function PlacementForm({ run, onDone }: { run: Run; onDone: () => void }) {
  const update = useExperiment((e) => e.update);
  const relaxed = run.layers.find((id) => id !== 'standard') ?? 'mlp';
  const [id, setId] = useState<VariantId>(relaxed);
  return (
    <>
      <Select
        label="Variant"
        allowDeselect={false}
        data={variants.filter((v) => v.id !== 'standard').map((v) => ({ value: v.id, label: v.name }))}
        value={id}
        onChange={(value) => setId((value ?? relaxed) as VariantId)}
      />
      <ul style={{ margin: '12px 0 0', padding: 0, listStyle: 'none', display: 'grid', gap: 6 }}>
        {placements.map((placement) => (
          <li key={placement.id}>
            <Button
              variant="default"
              fullWidth
              justify="flex-start"
              onClick={() => {
                update(placeRun(run.id, placement, id));
                onDone();
              }}
            >
              {placement.name}: {placement.description.toLowerCase()}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
