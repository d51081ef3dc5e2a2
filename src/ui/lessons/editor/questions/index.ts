/** The registry of forms, one for each kind of question. */
import type { ComponentType } from 'react';
import type { Question, QuestionKindId } from '../../../../lessons/questions';
import { CellForm } from './CellForm';
import { ChooseForm } from './ChooseForm';
import { CurveForm } from './CurveForm';
import type { FormProps } from './form';
import { NumberForm } from './NumberForm';
import { RankForm } from './RankForm';

const forms = {
  choose: ChooseForm,
  rank: RankForm,
  number: NumberForm,
  curve: CurveForm,
  cell: CellForm,
} satisfies Record<QuestionKindId, unknown>;

// A form changes the question of its own kind.
export const formOf = ({ kind }: Question) => forms[kind] as unknown as ComponentType<FormProps<Question>>;
