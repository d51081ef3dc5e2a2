/** The registry of widgets, one for each kind of question. */
import type { ComponentType } from 'react';
import type { Answer, Question, QuestionKindId } from '../../../lessons/questions';
import { CellWidget } from './CellWidget';
import { ChooseWidget } from './ChooseWidget';
import { CurveWidget } from './CurveWidget';
import { NumberWidget } from './NumberWidget';
import { RankWidget } from './RankWidget';
import type { WidgetProps } from './widget';

const widgets = {
  choose: ChooseWidget,
  rank: RankWidget,
  number: NumberWidget,
  curve: CurveWidget,
  cell: CellWidget,
} satisfies Record<QuestionKindId, unknown>;

// A widget takes what the question of its own kind is answered with.
export const widgetOf = ({ kind }: Question) =>
  widgets[kind] as unknown as ComponentType<WidgetProps<Question, Answer, unknown>>;
