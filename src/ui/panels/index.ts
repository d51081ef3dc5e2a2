/** The registry of panels, each side from top to bottom. A new panel is a folder here and an entry in this list. */
import { always, type PageState } from '../actions/action';
import { AttentionPanel } from './attention/AttentionPanel';
import { CurvesPanel } from './curves/CurvesPanel';
import { EvaluationPanel } from './evaluation/EvaluationPanel';
import { ExportPanel } from './export/ExportPanel';
import { GeneratePanel } from './generate/GeneratePanel';
import type { Panel } from './panel';
import { SettingsPanel } from './settings/SettingsPanel';
import { StackPanel } from './stack/StackPanel';
import { TaskPanel } from './task/TaskPanel';
import { TextPanel } from './text/TextPanel';
import { TokensPanel } from './tokens/TokensPanel';

/** A task brings its own sequences: text, tokenizer and writing have no part in it. */
const onText = ({ experiment: { experiment } }: PageState) => experiment.task === null;

export const panels: readonly Panel[] = [
  { id: 'stacks', title: 'Stacks', side: 'experiment', shown: always, Component: StackPanel },
  { id: 'settings', title: 'Settings', side: 'experiment', shown: always, Component: SettingsPanel },
  { id: 'task', title: 'Task', side: 'experiment', shown: always, Component: TaskPanel },
  { id: 'text', title: 'Text', side: 'experiment', shown: onText, Component: TextPanel },
  { id: 'tokens', title: 'Tokens', side: 'experiment', shown: onText, Component: TokensPanel },
  { id: 'curves', title: 'Loss', side: 'results', shown: always, Component: CurvesPanel },
  { id: 'attention', title: 'Attention', side: 'results', shown: always, Component: AttentionPanel },
  { id: 'evaluation', title: 'Evaluation', side: 'results', shown: always, Component: EvaluationPanel },
  { id: 'generate', title: 'Write', side: 'results', shown: onText, Component: GeneratePanel },
  { id: 'export', title: 'Export and import', side: 'results', shown: always, Component: ExportPanel },
];
