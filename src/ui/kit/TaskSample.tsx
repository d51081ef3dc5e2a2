/** Shows one sample of a task: its tokens in order, and the answer under each where one is due. */

import type { TaskSample as Sample } from '../../data/tasks';
import { t } from '../../i18n/i18n';
import classes from './TaskSample.module.css';

interface Props {
  sample: Sample;
  /** What the token with each id is called. */
  tokens: readonly string[];
  label: string;
}

export function TaskSample({ sample, tokens, label }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, which takes the focus
    <ol className={classes.sample} aria-label={label} tabIndex={0} data-testid="task-sample">
      {Array.from(sample.tokens, (token, position) => {
        const answer = sample.targets[position] as number;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a token is its position
          <li key={position} data-due={answer >= 0 || undefined}>
            <span>{tokens[token]}</span>
            {answer >= 0 && (
              <strong>
                <span className="visually-hidden">, {t('kit.taskSample.answer')} </span>
                {tokens[answer]}
              </strong>
            )}
          </li>
        );
      })}
    </ol>
  );
}
