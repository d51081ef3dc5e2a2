/** Renders the page, or its view for the hall in its place. */
import { lazy, Suspense } from 'react';
import { App } from '../App';
import { usePresent } from '../AppContext';

const PresentApp = lazy(() => import('./PresentApp'));

export function PageOrHall() {
  const shown = usePresent((p) => p.shown);
  if (!shown) return <App />;
  return (
    <Suspense>
      <PresentApp />
    </Suspense>
  );
}
