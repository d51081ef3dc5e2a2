/** The runs as a list that is put in order by buttons; beside it the order of the results, once it is known. */
import { ActionIcon } from '@mantine/core';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { formatRounded } from '../../../format/numbers';
import { isolated } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import { pairsSwapped, type RankQuestion } from '../../../lessons/questions/rank';
import { plainText } from '../lessonText';
import classes from './Questions.module.css';
import type { WidgetProps } from './widget';

type Props = WidgetProps<RankQuestion, string[], { run: string; value: number }[]>;

export function RankWidget({ question, answer, locked, onAnswer, truth, names }: Props) {
  const order = answer ?? question.runs;
  const move = (place: number, by: number) => {
    const moved = [...order];
    const [run] = moved.splice(place, 1);
    if (run) moved.splice(place + by, 0, run);
    onAnswer(moved);
  };
  const [swapped, pairs] = truth ? pairsSwapped(order, truth) : [0, 0];
  return (
    <>
      <ol className={classes.order} aria-label={plainText(question.prompt)}>
        {order.map((run, place) => (
          <li key={run}>
            <span>{names.name(run)}</span>
            {!locked && (
              <>
                <ActionIcon
                  variant="default"
                  disabled={place === 0}
                  aria-label={t('lessons.rank.up', { run: isolated(names.name(run)) })}
                  onClick={() => move(place, -1)}
                >
                  <ArrowUp size={16} />
                </ActionIcon>
                <ActionIcon
                  variant="default"
                  disabled={place === order.length - 1}
                  aria-label={t('lessons.rank.down', { run: isolated(names.name(run)) })}
                  onClick={() => move(place, 1)}
                >
                  <ArrowDown size={16} />
                </ActionIcon>
              </>
            )}
          </li>
        ))}
      </ol>
      {truth && (
        <>
          <p>
            {t('lessons.rank.order', {
              runs: truth
                .map(({ run, value }) => `${isolated(names.name(run))} ${formatRounded(value, 4)}`)
                .join(', '),
            })}
          </p>
          {swapped > 0 && <p>{t('lessons.rank.swapped', { swapped, pairs })}</p>}
        </>
      )}
    </>
  );
}
