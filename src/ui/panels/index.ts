/** The registries of panels and of the tabs they stand in, in the order of the page. A new panel is a folder here and an entry. */
import { always, type PageState } from '../actions/action';
import { AttentionPanel } from './attention/AttentionPanel';
import { IndicatorsPanel } from './attention/IndicatorsPanel';
import { ComparePanel } from './compare/ComparePanel';
import { CostsPanel } from './costs/CostsPanel';
import { CurvesPanel } from './curves/CurvesPanel';
import { LossPanel } from './curves/LossPanel';
import { EvaluationPanel } from './evaluation/EvaluationPanel';
import { GeneratePanel } from './generate/GeneratePanel';
import { AblationPanel } from './inside/AblationPanel';
import { ByLayerPanel } from './inside/ByLayerPanel';
import { HeadsPanel } from './inside/HeadsPanel';
import { ScoresPanel } from './inside/ScoresPanel';
import type { DockTabId, Panel, RailTabId, Tab } from './panel';
import { RunsPanel } from './runs/RunsPanel';
import { SettingsPanel } from './settings/SettingsPanel';
import { TaskPanel } from './task/TaskPanel';
import { TextPanel } from './text/TextPanel';
import { TokenLossPanel } from './tokenLoss/TokenLossPanel';
import { TokensPanel } from './tokens/TokensPanel';

/** A task brings its own sequences: text, tokenizer and writing have no part in it. */
const onText = ({ experiment: { experiment } }: PageState) => experiment.task === null;

export const rail: readonly Tab<RailTabId>[] = [
  { id: 'runs', title: 'Runs' },
  { id: 'data', title: 'Data' },
  { id: 'settings', title: 'Settings' },
];

export const dock: readonly Tab<DockTabId>[] = [
  { id: 'maps', title: 'Maps' },
  { id: 'inside', title: 'Inside' },
  { id: 'text', title: 'Text' },
  { id: 'results', title: 'Results' },
  { id: 'costs', title: 'Costs' },
];

export const panels: readonly Panel[] = [
  { id: 'runs', title: 'Runs', place: 'runs', shown: always, Component: RunsPanel },
  { id: 'task', title: 'Task', place: 'data', shown: always, Component: TaskPanel },
  { id: 'text', title: 'Text', place: 'data', shown: onText, Component: TextPanel },
  { id: 'tokens', title: 'Tokens', place: 'data', shown: onText, Component: TokensPanel },
  { id: 'settings', title: 'Settings', place: 'settings', shown: always, Component: SettingsPanel },
  { id: 'curves', title: 'Loss', place: 'curves', shown: always, Component: CurvesPanel },
  { id: 'attention', title: 'Attention', place: 'maps', shown: always, Component: AttentionPanel },
  { id: 'heads', title: 'Heads', place: 'inside', shown: always, Component: HeadsPanel },
  { id: 'indicators', title: 'Indicators', place: 'inside', shown: always, Component: IndicatorsPanel },
  { id: 'byLayer', title: 'Indicators by layer', place: 'inside', shown: always, Component: ByLayerPanel },
  { id: 'scores', title: 'Scores', place: 'inside', shown: always, Component: ScoresPanel },
  { id: 'ablation', title: 'Without a part', place: 'inside', shown: always, Component: AblationPanel },
  { id: 'generate', title: 'Write', place: 'text', shown: onText, Component: GeneratePanel },
  {
    id: 'tokenLoss',
    title: 'Loss of each token',
    place: 'text',
    shown: onText,
    Component: TokenLossPanel,
  },
  { id: 'losses', title: 'Losses', place: 'results', shown: always, Component: LossPanel },
  { id: 'evaluation', title: 'Evaluation', place: 'results', shown: always, Component: EvaluationPanel },
  { id: 'comparison', title: 'Compare', place: 'aside', shown: always, Component: ComparePanel },
  { id: 'costs', title: 'Costs', place: 'costs', shown: always, Component: CostsPanel },
];
