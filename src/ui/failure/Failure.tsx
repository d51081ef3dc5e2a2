/** Tells that a part of the page, or all of it, could not be drawn: what is kept, and how to go on. */

import { Button } from '@mantine/core';
import { type ReactNode, useId, useState } from 'react';
import { errorMessage } from '../../app/errorMessage';
import { t } from '../../i18n/i18n';
import { useApp, useAutosave } from '../AppContext';
import { Isolated } from '../kit/Isolated';
import { saveEverything, useSaving } from '../kit/saving';
import { ErrorBoundary } from './ErrorBoundary';
import classes from './Failure.module.css';

/** Draws a part of the page, or in its place that it failed. @param onRetry puts right what the part is drawn from */
export function PartBoundary({
  title,
  onRetry,
  children,
}: {
  title: string;
  onRetry?: () => void;
  children: ReactNode;
}) {
  return (
    <ErrorBoundary
      instead={(error, retry) => (
        <Failure title={title} error={error} says={t('failure.part', { title })}>
          <Button
            size="xs"
            variant="default"
            onClick={() => {
              onRetry?.();
              retry();
            }}
          >
            {t('failure.tryAgain')}
          </Button>
        </Failure>
      )}
    >
      {children}
    </ErrorBoundary>
  );
}

/** Draws the page, or in its place that it failed. @param embedded in another page, where nothing is saved */
export function PageBoundary({ embedded, children }: { embedded: boolean; children: ReactNode }) {
  return (
    <ErrorBoundary
      instead={(error, retry) => (
        <main className={classes.page}>
          <Failure title={t('kit.lab')} error={error} says={t('failure.page')}>
            {!embedded && <BeginNew onBegun={retry} />}
          </Failure>
        </main>
      )}
    >
      {children}
    </ErrorBoundary>
  );
}

/** @param says the first sentence */
function Failure({
  title,
  error,
  says,
  children,
}: {
  title: string;
  error: unknown;
  says: string;
  children: ReactNode;
}) {
  const app = useApp();
  const isKept = useAutosave((state) => state.database !== null && !state.lockedElsewhere);
  const { busy, save, alert } = useSaving();
  const id = useId();
  return (
    <section className={`panel ${classes.failure}`} role="alert" aria-labelledby={id} data-testid="failure">
      <h2 id={id}>{title}</h2>
      <p>
        {says} {t(isKept ? 'failure.kept' : 'failure.notKept')}
      </p>
      <p className="muted">
        <Isolated text={errorMessage(error)} />
      </p>
      <div className={classes.buttons}>
        {children}
        <Button size="xs" variant="default" onClick={() => void reload(app)}>
          {t('failure.reload')}
        </Button>
        <Button
          size="xs"
          variant="default"
          loading={busy !== null}
          onClick={() => void save('everything', () => saveEverything(app))}
        >
          {t('failure.saveEverything')}
        </Button>
      </div>
      {alert}
    </section>
  );
}

/** For what fails to be drawn after a reload too. */
function BeginNew({ onBegun }: { onBegun: () => void }) {
  const { library } = useApp();
  const [refusal, setRefusal] = useState<string | null>(null);
  const begin = () => library.beginNew().then(onBegun, (error) => setRefusal(errorMessage(error)));
  return (
    <>
      <Button size="xs" variant="default" onClick={() => void begin()}>
        {t('failure.beginNew')}
      </Button>
      {refusal && <p className="error">{refusal}</p>}
    </>
  );
}

/** How long the last steps may take to be kept before the page is reloaded without them, in milliseconds. */
const patience = 5000;

async function reload({ session, autosave }: ReturnType<typeof useApp>): Promise<void> {
  const keep = async () => {
    await session.checkpoint();
    await autosave.flush();
  };
  await Promise.race([keep().catch(console.warn), new Promise((resolve) => setTimeout(resolve, patience))]);
  location.reload();
}
