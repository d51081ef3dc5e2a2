/** Draws a lesson for paper (`?print`): a page of its own, which trains nothing and keeps nothing. */
import { createApp } from '../../app/app';
import { lessonInAddress } from '../../app/lessons/lessonAddress';
import { AppContext } from '../AppContext';
import { drawPage } from '../drawPage';
import { PrintApp } from './PrintApp';

export function openPrint(): void {
  const app = createApp();
  const id = lessonInAddress()?.id ?? null;
  const content = () => (
    <AppContext.Provider value={app}>
      <PrintApp id={id} />
    </AppContext.Provider>
  );
  // Paper is white.
  drawPage(content, () => 'light');
}
