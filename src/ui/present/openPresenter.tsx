/** Draws the presenter's window (`?presenter`): a page of its own, without an experiment. */
import { Presenter } from '../../app/present/presenter';
import { drawPage } from '../drawPage';
import { PresenterApp } from './PresenterApp';

/** @param hall that it is of; null for the first that answers */
export function openPresenter(hall: string | null): void {
  const presenter = new Presenter(hall);
  drawPage(() => <PresenterApp presenter={presenter} />);
}
