// @vitest-environment happy-dom
// A picture with letters that the lab's font lacks, where the browser has no canvas to draw them on, or hides what is on it.
import { afterEach, expect, it, vi } from 'vitest';
import { drawnBySystem } from '../../../src/ui/figures/raster/systemLetters';

const figure = { svg: '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', width: 9, height: 9 };

afterEach(() => vi.restoreAllMocks());

it.each([
  ['there is no canvas', null],
  [
    'a canvas comes back as noise',
    { fillRect: () => {}, getImageData: () => ({ data: new Uint8ClampedArray(16 * 16 * 4).fill(7) }) },
  ],
])('is refused with what to do where %s', async (_, context) => {
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(context as never);
  await expect(drawnBySystem(figure, 2)).rejects.toThrow('Save the picture as SVG.');
});
