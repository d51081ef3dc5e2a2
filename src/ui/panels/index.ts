/** The registries of panels and of the tabs they stand in, in the order of the page. A new panel is a folder here and an entry. */

import { lazy } from 'react';
import { t } from '../../i18n/i18n';
import { always, type PageState } from '../actions/action';
import { SeatPanel } from '../classroom/SeatPanel';
import { EditorPanel } from '../lessons/editor/EditorPanel';
import { LessonPanel } from '../lessons/LessonPanel';
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
import { OverTrainingPanel } from './inside/OverTrainingPanel';
import { ScoresPanel } from './inside/ScoresPanel';
import type { DockTabId, Panel, RailTabId, Tab } from './panel';
import { RunsPanel } from './runs/RunsPanel';
import { SettingsPanel } from './settings/SettingsPanel';
import { SweepsPanel } from './sweeps/SweepsPanel';
import { TaskPanel } from './task/TaskPanel';
import { TextPanel } from './text/TextPanel';
import { TokenLossPanel } from './tokenLoss/TokenLossPanel';
import { TokensPanel } from './tokens/TokensPanel';

/** A task brings its own sequences: text, tokenizer and writing have no part in it. */
const onText = ({ experiment: { experiment } }: PageState) => experiment.task === null;

export const rail: readonly Tab<RailTabId>[] = [
  { id: 'runs', title: () => t('layout.tabs.runs') },
  { id: 'data', title: () => t('layout.tabs.data') },
  { id: 'settings', title: () => t('layout.tabs.settings') },
];

export const dock: readonly Tab<DockTabId>[] = [
  { id: 'maps', title: () => t('layout.tabs.maps') },
  { id: 'inside', title: () => t('layout.tabs.inside') },
  { id: 'text', title: () => t('layout.tabs.text') },
  { id: 'results', title: () => t('layout.tabs.results') },
  { id: 'sweeps', title: () => t('layout.tabs.sweeps') },
  { id: 'costs', title: () => t('layout.tabs.costs') },
];

export const panels: readonly Panel[] = [
  { id: 'runs', title: () => t('layout.panels.runs'), place: 'runs', shown: always, Component: RunsPanel },
  {
    id: 'task',
    title: () => t('layout.panels.task'),
    place: 'data',
    shown: always,
    Component: TaskPanel,
    paper: { of: 'experiment', Component: lazy(() => import('./task/TaskPaper')) },
  },
  { id: 'text', title: () => t('layout.panels.text'), place: 'data', shown: onText, Component: TextPanel },
  {
    id: 'tokens',
    title: () => t('layout.panels.tokens'),
    place: 'data',
    shown: onText,
    Component: TokensPanel,
  },
  {
    id: 'settings',
    title: () => t('layout.panels.settings'),
    place: 'settings',
    shown: always,
    Component: SettingsPanel,
  },
  {
    id: 'curves',
    title: () => t('layout.panels.curves'),
    place: 'curves',
    shown: always,
    Component: CurvesPanel,
    paper: { of: 'results', Component: lazy(() => import('./curves/CurvesPaper')) },
  },
  {
    id: 'attention',
    title: () => t('layout.panels.attention'),
    place: 'maps',
    shown: always,
    Component: AttentionPanel,
    paper: { of: 'results', Component: lazy(() => import('./attention/AttentionPaper')) },
  },
  {
    id: 'heads',
    title: () => t('layout.panels.heads'),
    place: 'inside',
    shown: always,
    Component: HeadsPanel,
    paper: { of: 'results', Component: lazy(() => import('./inside/HeadsPaper')) },
  },
  {
    id: 'indicators',
    title: () => t('layout.panels.indicators'),
    place: 'inside',
    shown: always,
    Component: IndicatorsPanel,
  },
  {
    id: 'byLayer',
    title: () => t('layout.panels.byLayer'),
    place: 'inside',
    shown: always,
    Component: ByLayerPanel,
    paper: { of: 'results', Component: lazy(() => import('./inside/ByLayerPaper')) },
  },
  {
    id: 'overTraining',
    title: () => t('layout.panels.overTraining'),
    place: 'inside',
    shown: always,
    Component: OverTrainingPanel,
    paper: { of: 'results', Component: lazy(() => import('./inside/OverTrainingPaper')) },
  },
  {
    id: 'scores',
    title: () => t('layout.panels.scores'),
    place: 'inside',
    shown: always,
    Component: ScoresPanel,
    paper: { of: 'results', Component: lazy(() => import('./inside/ScoresPaper')) },
  },
  {
    id: 'ablation',
    title: () => t('layout.panels.ablation'),
    place: 'inside',
    shown: always,
    Component: AblationPanel,
  },
  {
    id: 'generate',
    title: () => t('layout.panels.generate'),
    place: 'text',
    shown: onText,
    Component: GeneratePanel,
  },
  {
    id: 'tokenLoss',
    title: () => t('layout.panels.tokenLoss'),
    place: 'text',
    shown: onText,
    Component: TokenLossPanel,
  },
  {
    id: 'losses',
    title: () => t('layout.panels.losses'),
    place: 'results',
    shown: always,
    Component: LossPanel,
    paper: { of: 'results', Component: lazy(() => import('./curves/LossPaper')) },
  },
  {
    id: 'evaluation',
    title: () => t('layout.panels.evaluation'),
    place: 'results',
    shown: always,
    Component: EvaluationPanel,
    paper: { of: 'results', Component: lazy(() => import('./evaluation/EvaluationPaper')) },
  },
  {
    id: 'sweeps',
    title: () => t('layout.panels.sweeps'),
    place: 'sweeps',
    shown: always,
    Component: SweepsPanel,
  },
  {
    id: 'lesson',
    title: () => t('lessons.region'),
    place: 'aside',
    shown: ({ lesson }) => lesson.open !== null,
    Component: LessonPanel,
  },
  {
    id: 'seat',
    title: () => t('class.seat.region'),
    place: 'aside',
    shown: ({ seat }) => seat.open,
    Component: SeatPanel,
  },
  {
    id: 'lessonEditor',
    title: () => t('lessonWriting.title'),
    place: 'aside',
    shown: ({ drafts }) => drafts.openId !== null,
    Component: EditorPanel,
  },
  {
    id: 'comparison',
    title: () => t('layout.panels.comparison'),
    place: 'aside',
    shown: ({ view }) => view.comparing,
    Component: ComparePanel,
  },
  {
    id: 'costs',
    title: () => t('layout.panels.costs'),
    place: 'costs',
    shown: always,
    Component: CostsPanel,
    paper: { of: 'experiment', Component: lazy(() => import('./costs/CostsPaper')) },
  },
];
