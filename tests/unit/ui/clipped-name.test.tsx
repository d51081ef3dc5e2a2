// @vitest-environment happy-dom
// A name that is cut in its middle: its end follows the ellipsis.
import { screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { ClippedName } from '../../../src/ui/kit/ClippedName';
import { show, startAnew } from '../../support/page';

startAnew();

/** Of each letter, in CSS pixels. */
const letter = 10;
/** What the layout of a browser leaves for the start of the name. */
const room = 75;

it('is as wide as the letters before its ellipsis, where its room is known', () => {
  vi.spyOn(HTMLElement.prototype, 'scrollWidth', 'get').mockImplementation(function (this: HTMLElement) {
    return letter * (this.textContent?.length ?? 0);
  });
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue({ width: room } as DOMRect);
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue({
    measureText: (text: string) => ({ width: letter * text.length }),
  } as never);
  show(
    <>
      <ClippedName text="RndEmbQK and standard, from step 200" room={200} />
      <ClippedName text="All of a kind, seed 2" room={200} />
      <ClippedName text="Short, seed 2" room={200} />
      <ClippedName text="FixedSeqQK, from step 200" />
    </>,
  );
  const widths = ['RndEmbQK and standard', 'All of a kind', 'Short', 'FixedSeqQK'].map(
    (start) => screen.getByText(start).style.maxWidth,
  );
  // "RndEmb…", and "All of…", which has no space before its ellipsis; what fits, or is laid out by others, is left as it is.
  expect(widths).toEqual(['70px', '70px', '', '']);
});
