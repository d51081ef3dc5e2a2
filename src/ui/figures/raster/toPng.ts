/**
 * Rasterises a figure as a PNG file. No canvas is read where the lab's own font has all letters: some browsers make it noise.
 */

import fontAddress from 'dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf?url';
import { t } from '../../../i18n/i18n';
import type { Figure } from '../paper';
import { type Font, readFont } from './font';
import { encodePng } from './png';
import { rasterise } from './rasterise';
import { drawnBySystem, lacksLetters } from './systemLetters';

/** Pixels of the PNG for one of the figure's. */
const scale = 2;

let font: Promise<Font> | null = null;

async function loadFont(): Promise<Font> {
  // A page in a sandbox, or without a network before the lab was kept, gets no answer at all.
  const response = await fetch(fontAddress).catch(() => null);
  if (!response?.ok) throw new Error(t('figures.png.lettersMissing'));
  return readFont(await response.arrayBuffer());
}

/**
 * Rasterises a figure at two pixels for one of its own.
 * @throws Error with a message for the user where the font cannot be loaded, or the letters cannot be drawn
 */
export async function toPng(figure: Figure): Promise<Blob> {
  font ??= loadFont();
  try {
    const letters = await font;
    return lacksLetters(figure.svg, letters)
      ? await drawnBySystem(figure, scale)
      : new Blob([encodePng(rasterise(figure.svg, scale, letters))], { type: 'image/png' });
  } catch (error) {
    // The next click tries once more.
    font = null;
    throw error;
  }
}
