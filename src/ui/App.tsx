/** The page: header and run bar on top, stacks on the left, curves and maps on the right. */
import { useExperiment } from '../app/document/experimentStore';
import classes from './App.module.css';
import { Credits } from './Credits';
import { DeviceNotice } from './DeviceNotice';
import { Dialogs } from './Dialogs';
import { DropFile } from './DropFile';
import { Header } from './Header';
import { LinkNotice } from './LinkNotice';
import { Notices } from './Notices';
import { AttentionPanel } from './panels/attention/AttentionPanel';
import { CurvesPanel } from './panels/curves/CurvesPanel';
import { EvaluationPanel } from './panels/evaluation/EvaluationPanel';
import { ExportPanel } from './panels/export/ExportPanel';
import { GeneratePanel } from './panels/generate/GeneratePanel';
import { SettingsPanel } from './panels/settings/SettingsPanel';
import { StackPanel } from './panels/stack/StackPanel';
import { TaskPanel } from './panels/task/TaskPanel';
import { TextPanel } from './panels/text/TextPanel';
import { TokensPanel } from './panels/tokens/TokensPanel';
import { RunBar } from './RunBar';
import { UpdateNotice } from './UpdateNotice';

export function App() {
  const onTask = useExperiment((e) => e.experiment.task !== null);
  return (
    <>
      <a className="skip-link" href="#main">
        Skip to the stacks
      </a>
      <Header />
      <DeviceNotice />
      <LinkNotice />
      <UpdateNotice />
      <Notices />
      <RunBar />
      <main id="main" tabIndex={-1} className={classes.main}>
        <div className={classes.side}>
          <StackPanel />
          <SettingsPanel />
          <TaskPanel />
          {/* Hidden, not taken away: what was written there stays. */}
          <div hidden={onTask} className={classes.part}>
            <TextPanel />
            <TokensPanel />
          </div>
        </div>
        <div className={classes.results}>
          <CurvesPanel />
          <AttentionPanel />
          <EvaluationPanel />
          <div hidden={onTask} className={classes.part}>
            <GeneratePanel />
          </div>
          <ExportPanel />
        </div>
      </main>
      <Credits />
      <Dialogs />
      <DropFile />
    </>
  );
}
