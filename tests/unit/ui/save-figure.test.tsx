// @vitest-environment happy-dom
// A picture that takes long to make tells how far it is, and can be stopped; the page answers meanwhile.
import { screen, waitFor } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import type { InParts } from '../../../src/ui/figures/inParts';
import type { Figure } from '../../../src/ui/figures/paper';
import * as downloads from '../../../src/ui/kit/download';
import { SaveFigure } from '../../../src/ui/kit/SaveFigure';
import { show, startAnew } from '../../support/page';

startAnew();

const made: Figure = { name: 'maps', title: 'Maps', width: 1, height: 1, svg: '<svg/>' };

it('says how much is done where it is more than a moment, stops at a click, and can be saved again', async () => {
  const download = vi.spyOn(downloads, 'download').mockImplementation(() => {});
  // Each look at the clock is a fifth of a second after the one before.
  let now = performance.now();
  vi.spyOn(performance, 'now').mockImplementation(() => {
    now += 200;
    return now;
  });
  let isLast = false;
  function* work(): InParts<Figure> {
    while (!isLast) yield 0.25;
    return made;
  }
  const user = show(<SaveFigure what="the maps" testId="save" figure={work} />);
  const label = () => screen.getByTestId('save').getAttribute('aria-label');
  const save = async () => {
    await user.click(screen.getByTestId('save'));
    await user.click(await screen.findByTestId('save-svg'));
    await waitFor(() => expect(label()).toBe('Stop saving: 25% done'));
  };
  expect(label()).toBe('Save the maps as a picture');
  await save();
  await user.click(screen.getByTestId('save'));
  await waitFor(() => expect(label()).toBe('Save the maps as a picture'));
  expect(screen.queryByTestId('save-svg')).toBeNull();
  expect(download).not.toHaveBeenCalled();
  await save();
  isLast = true;
  await waitFor(() => expect(download).toHaveBeenCalledTimes(1));
  expect(download.mock.calls[0]?.[0]).toBe('maps.svg');
  await waitFor(() => expect(label()).toBe('Save the maps as a picture'));
});
