/** The atlas: what stacks learn that were trained beforehand. A question, a grid that answers it, and the cell that is pointed at. */
import { Button, NativeSelect } from '@mantine/core';
import { uniq } from 'es-toolkit';
import { useEffect, useMemo, useState } from 'react';
import type { Overview } from '../../atlas/published';
import type { Result } from '../../atlas/results';
import { principles } from '../../attention/principles';
import type { PrincipleId } from '../../attention/variant';
import { variant } from '../../attention/variants';
import { formatCount } from '../../format/numbers';
import { t } from '../../i18n/i18n';
import { siteAddress } from '../../platform/address';
import { useApp, useAtlas } from '../AppContext';
import { ScrollBox } from '../kit/ScrollBox';
import { useWorded } from '../useLanguage';
import classes from './Atlas.module.css';
import type { CellActions } from './AtlasCell';
import { CellCard } from './CellCard';
import { ComparisonList } from './ComparisonList';
import { subjectName } from './names';
import { PairMatrix } from './PairMatrix';
import { type Question, questions } from './questions';
import { StackTable } from './StackTable';
import { stackLabel } from './stackLabel';

const all = 'all';

export function AtlasDialog({ onDone }: { onDone: () => void }) {
  const { atlas } = useApp();
  const error = useAtlas((a) => a.error);
  const plans = useAtlas((a) => a.plans);
  const planId = useAtlas((a) => a.planId);
  const overview = useAtlas((a) => a.overviews[a.planId ?? '']);
  useEffect(() => void atlas.open(), [atlas]);
  return (
    <div className={classes.atlas} data-testid="atlas-dialog">
      {error && (
        <p className="error" role="alert">
          {error}{' '}
          <Button size="compact-sm" variant="default" onClick={() => void atlas.open()}>
            {t('atlas.retry')}
          </Button>
        </p>
      )}
      {!error && plans?.length === 0 && <p className="muted">{t('atlas.none')}</p>}
      {!error && !overview && plans?.length !== 0 && <p role="status">{t('atlas.loading')}</p>}
      {plans && plans.length > 1 && (
        <NativeSelect
          label={t('atlas.plan')}
          value={planId ?? ''}
          onChange={(event) => void atlas.show(event.currentTarget.value)}
          data={plans.map(({ id, title }) => ({ value: id, label: title }))}
        />
      )}
      {overview && planId !== null && <Plan key={planId} id={planId} overview={overview} onDone={onDone} />}
    </div>
  );
}

function Plan({ id, overview, onDone }: { id: string; overview: Overview; onDone: () => void }) {
  const { atlas } = useApp();
  const { results, seeds } = overview;
  const subjects = useMemo(() => uniq(results.map(({ subject }) => subject)), [results]);
  const sizes = useMemo(() => uniq(results.map(({ size }) => size)), [results]);
  const isOfPairs = results.every(({ layers }) => layers.length === 2);
  const [question, setQuestion] = useState<Question>(questions[0] as Question);
  const [subject, setSubject] = useState(isOfPairs ? (subjects[0] as string) : all);
  const [size, setSize] = useState(sizes[0] as string);
  const [principle, setPrinciple] = useState<PrincipleId | typeof all>(all);
  const [shown, setShown] = useState<Result | null>(null);
  const ofSize = useMemo(() => results.filter((result) => result.size === size), [results, size]);
  const ofSubject = useMemo(
    () => (subject === all ? ofSize : ofSize.filter((result) => result.subject === subject)),
    [ofSize, subject],
  );
  // Not anew with each cell that is pointed at.
  const answers = useWorded(() => question.answers(ofSubject), [question, ofSubject]);
  const comparisons = useMemo(() => question.comparisons?.(ofSubject), [question, ofSubject]);
  const open = async ({ subject: of, stack, sameAs, size: at, runs }: Result) => {
    const [run] = runs;
    if (!run) return;
    const own = sameAs ?? stack;
    const name = t('atlas.experimentName', { stack: stackLabel(own), subject: subjectName(of) });
    if (await atlas.openRun(name, { subject: of, stack: own, size: at, seed: run.seed })) onDone();
  };
  const actions: CellActions = {
    isShown: (result) => result === shown,
    show: setShown,
    open: (result) => void open(result),
  };
  const isMatrix = isOfPairs && subject !== all;
  return (
    <>
      <div className={classes.controls}>
        <NativeSelect
          label={t('atlas.question')}
          data-testid="atlas-question"
          value={question.id}
          onChange={(event) => {
            const next = questions.find((one) => one.id === event.currentTarget.value);
            if (next) setQuestion(next);
          }}
          data={questions.map((one) => ({ value: one.id, label: one.name() }))}
        />
        <NativeSelect
          label={t('atlas.layout')}
          data-testid="atlas-subject"
          value={subject}
          onChange={(event) => setSubject(event.currentTarget.value)}
          data={[
            { value: all, label: t('atlas.allTasks') },
            ...(isOfPairs ? subjects.map((one) => ({ value: one, label: subjectName(one) })) : []),
          ]}
        />
        {sizes.length > 1 && (
          <NativeSelect
            label={t('atlas.size')}
            value={size}
            onChange={(event) => setSize(event.currentTarget.value)}
            data={sizes}
          />
        )}
        {!isMatrix && (
          <NativeSelect
            label={t('atlas.filter')}
            data-testid="atlas-principle"
            value={principle}
            onChange={(event) => setPrinciple(event.currentTarget.value as PrincipleId | typeof all)}
            data={[
              { value: all, label: t('atlas.allPrinciples') },
              ...Object.entries(principles).map(([value, { name }]) => ({ value, label: name })),
            ]}
          />
        )}
      </div>
      <p className="muted">{question.intro()}</p>
      <div className={classes.body}>
        <ScrollBox label={question.name()} className={classes.scroll}>
          {isMatrix ? (
            <PairMatrix
              results={ofSubject}
              answers={answers}
              isDifference={question.isDifference}
              subject={subject}
              actions={actions}
            />
          ) : (
            <StackTable
              results={ofSubject}
              answers={answers}
              isDifference={question.isDifference}
              isListed={({ layers }) =>
                principle === all || layers.some((layer) => variant(layer.variant).principle === principle)
              }
              actions={actions}
            />
          )}
        </ScrollBox>
        <aside className={classes.aside}>
          <CellCard result={shown} seeds={seeds} onOpen={(result) => void open(result)} />
        </aside>
      </div>
      {comparisons && (
        <ComparisonList
          comparisons={comparisons}
          isTask={(of) => results.some((result) => result.subject === of && result.chance !== null)}
        />
      )}
      <Facts id={id} overview={overview} />
    </>
  );
}

/** How much of the plan is there, what computed it, and the file with all of it. */
function Facts({ id, overview: { trained, planned, engine } }: { id: string; overview: Overview }) {
  const progress = {
    trained: formatCount(trained),
    planned: formatCount(planned),
    build: engine.build,
    engine: engine.version,
  };
  return (
    <p className="muted" data-testid="atlas-progress">
      {t('atlas.progress', progress)}{' '}
      <a href={new URL(`atlas/${id}.jsonl`, siteAddress()).href} download>
        {t('atlas.download')}
      </a>
      {' · '}
      <a href={new URL('atlas/DATA.md', siteAddress()).href}>{t('atlas.dataCard')}</a>
    </p>
  );
}
