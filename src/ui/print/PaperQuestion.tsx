/** The question of a step on paper, with room for an answer: a form for each kind of question. */
import type { ComponentType } from 'react';
import type { Run } from '../../experiment/schema';
import { formatRounded } from '../../format/numbers';
import { isolated, visibleText } from '../../format/visible';
import { t } from '../../i18n/i18n';
import type { Question, QuestionKindId } from '../../lessons/questions';
import type { CellQuestion } from '../../lessons/questions/cell';
import type { ChooseQuestion } from '../../lessons/questions/choose';
import type { CurveQuestion } from '../../lessons/questions/curve';
import type { NumberQuestion } from '../../lessons/questions/number';
import type { RankQuestion } from '../../lessons/questions/rank';
import { amountAxis, valueAxis } from '../charts/ticks';
import { chartFigure } from '../figures/chartFigure';
import { FigureImage } from '../kit/FigureImage';
import { plainText } from '../lessons/lessonText';
import { runNames } from '../lessons/questions/widget';
import classes from './Print.module.css';
import { Ruled } from './Ruled';

interface FormProps<Q> {
  question: Q;
  runs: readonly Run[];
  /** Opens the step on the page. */
  link: string;
}

const forms = {
  choose: Choose,
  rank: Rank,
  number: NumberForm,
  curve: Curve,
  cell: Cell,
} satisfies Record<QuestionKindId, unknown>;

export function PaperQuestion(props: FormProps<Question>) {
  const { question } = props;
  // A form takes the question of its own kind.
  const Form = forms[question.kind] as unknown as ComponentType<FormProps<Question>>;
  return (
    <div className={classes.answer} data-testid="paper-question">
      <h3>{plainText(question.prompt)}</h3>
      <Form {...props} />
      <Ruled label={t('print.why')} lines={2} />
    </div>
  );
}

function Choose({ question: { options } }: FormProps<ChooseQuestion>) {
  return (
    <ul className={classes.boxes} aria-label={t('print.choose')}>
      {options.map(({ text }) => (
        <li key={plainText(text)}>{plainText(text)}</li>
      ))}
    </ul>
  );
}

function Rank({ question, runs }: FormProps<RankQuestion>) {
  const { name } = runNames(runs, false);
  return (
    <>
      <p>{t('print.rank', { last: question.runs.length })}</p>
      <ul className={classes.boxes}>
        {question.runs.map((run) => (
          <li key={run}>{isolated(name(run))}</li>
        ))}
      </ul>
    </>
  );
}

function NumberForm({ question: { from, to } }: FormProps<NumberQuestion>) {
  return (
    <p className={classes.blank}>
      {t('print.number', { from: formatRounded(from, 4), to: formatRounded(to, 4) })}
    </p>
  );
}

/** Empty axes to draw in. */
function Curve({ question: { run, of, steps, from, to }, runs, link }: FormProps<CurveQuestion>) {
  const quantity = t(`lessons.quantities.${of}`);
  return (
    <FigureImage
      figure={chartFigure({
        name: 'prediction',
        title: t('print.curve', { run: isolated(runNames(runs, false).name(run)) }),
        subtitle: t('print.curveHow'),
        link,
        x: { ...amountAxis(0, steps, false), label: t('kit.step'), log: false },
        y: { ...valueAxis(from, to), domain: [from, to], label: quantity, log: false },
        lines: [],
        levels: [],
      })}
    />
  );
}

function Cell({ question: { tokens, query } }: FormProps<CellQuestion>) {
  return (
    <>
      <p>{t('print.cell', { token: visibleText(tokens[query] ?? ''), place: query + 1 })}</p>
      <ol className={classes.tokens}>
        {tokens.slice(0, query + 1).map((token, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a place is what a token is known by
          <li key={place} data-query={place === query || undefined}>
            {visibleText(token)}
          </li>
        ))}
      </ol>
    </>
  );
}
