/** Exports and imports: everything as one file, a run's weights, a PyTorch folder, the curves. */

import { Button, FileButton, Select } from '@mantine/core';
import { Download, FileUp } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { snapshotDocument } from '../../app/document/documentSnapshot';
import { curvesCsv, curvesJson } from '../../export/curves';
import type { ExportKind } from '../../export/runFiles';
import { fileName } from '../../format/fileName';
import { isolated } from '../../format/visible';
import { t } from '../../i18n/i18n';
import { useApp, useChosenRun, useExperiment, useFileImport, useRuns, useView } from '../AppContext';
import { download } from '../kit/download';
import { saveEverything, useSaving, zipType } from '../kit/saving';
import classes from './ExportForm.module.css';
import { ImportStatus } from './ImportStatus';

export function ExportForm() {
  return (
    <div className={classes.parts} data-testid="export">
      <Everything />
      <OneRun />
      <Curves />
    </div>
  );
}

function Part({ title, about, children }: { title: string; about: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className={classes.part} aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      <p className="muted">{about}</p>
      {children}
    </section>
  );
}

function Everything() {
  const app = useApp();
  const { files } = app;
  const { busy, save, alert } = useSaving();
  const importing = useFileImport((t) => t.busy !== null);
  const fromHere = useFileImport((t) => t.from === 'form');
  return (
    <Part title={t('share.export.everything')} about={t('share.export.everythingAbout')}>
      <div className={classes.buttons}>
        <Button
          size="xs"
          leftSection={<Download size={16} />}
          loading={busy !== null}
          data-testid="save-everything"
          onClick={() => void save('everything', () => saveEverything(app))}
        >
          {t('share.export.saveEverything')}
        </Button>
        <FileButton
          accept=".zip,application/zip,.json,.jsonl,.log,.txt"
          onChange={(file) => file && void files.importFile(file, 'form')}
        >
          {(props) => (
            <Button
              {...props}
              size="xs"
              variant="default"
              leftSection={<FileUp size={16} />}
              disabled={importing}
              data-testid="open-file"
            >
              {t('share.export.openFile')}
            </Button>
          )}
        </FileButton>
        <span className={classes.hint}>{t('share.export.drop')}</span>
      </div>
      {alert}
      {fromHere && <ImportStatus />}
    </Part>
  );
}

const runExports: readonly ExportKind[] = ['weights', 'pytorch'];

function OneRun() {
  const { session } = useApp();
  const runs = useExperiment((e) => e.experiment.runs);
  const set = useView((v) => v.set);
  const run = useChosenRun();
  const nothing = useRuns((r) => r.info === null || r.state === 'empty');
  const { busy, save, alert } = useSaving();
  const make = (kind: ExportKind) => async () => {
    const folder = `${fileName(run.name)}-${kind}`;
    const data = await session.files.zipRun(run.id, kind, folder);
    return data ? { name: `${folder}.zip`, data, type: zipType } : null;
  };
  return (
    <Part title={t('share.export.run')} about={t('share.export.runAbout')}>
      <div className={classes.buttons}>
        <Select
          size="xs"
          aria-label={t('share.export.runChoice')}
          allowDeselect={false}
          data={runs.map(({ id, name }) => ({ value: id, label: isolated(name) }))}
          value={run.id}
          onChange={(runId) => set({ runId })}
        />
        {runExports.map((kind) => (
          <Button
            key={kind}
            size="xs"
            variant="default"
            leftSection={<Download size={16} />}
            disabled={nothing}
            loading={busy === kind}
            data-testid={`export-${kind}`}
            onClick={() => void save(kind, make(kind))}
          >
            {t(`share.export.${kind}`)}
          </Button>
        ))}
      </div>
      {nothing && <p className={classes.hint}>{t('share.export.untrained')}</p>}
      {alert}
    </Part>
  );
}

const curveFormats = [
  { id: 'csv', name: 'CSV', write: curvesCsv, type: 'text/csv' },
  { id: 'json', name: 'JSON', write: curvesJson, type: 'application/json' },
] as const;

function Curves() {
  const { document, session } = useApp();
  const empty = useRuns((r) => Object.keys(r.curves).length === 0);
  const save = ({ id, write, type }: (typeof curveFormats)[number]) => {
    const { experiment, results } = snapshotDocument(document, session.runs.getState());
    download(`curves.${id}`, new Blob([write(experiment.runs, results.curves)], { type }));
  };
  return (
    <Part title={t('share.export.curves')} about={t('share.export.curvesAbout')}>
      <div className={classes.buttons}>
        {curveFormats.map((format) => (
          <Button
            key={format.id}
            size="xs"
            variant="default"
            leftSection={<Download size={16} />}
            disabled={empty}
            data-testid={`curves-${format.id}`}
            onClick={() => save(format)}
          >
            {format.name}
          </Button>
        ))}
      </div>
    </Part>
  );
}
