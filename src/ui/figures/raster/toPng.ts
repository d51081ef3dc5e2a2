/**
 * Rasterises a figure as a PNG file. No canvas is read where the lab's own font has all letters: some browsers make it noise.
 */

import fontAddress from 'dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf?url';
import { t } from '../../../i18n/i18n';
import { type InParts, shareOf } from '../inParts';
import type { Figure } from '../paper';
import { type Font, readFont } from './font';
import { encodePngInParts } from './png';
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
 * @param run does work in parts; null where it was stopped
 * @returns null where it was stopped
 * @throws Error with a message for the user where the font cannot be loaded, or the letters cannot be drawn
 */
export async function toPng(
  figure: Figure,
  run: <T>(work: InParts<T>) => Promise<T | null>,
): Promise<Blob | null> {
  font ??= loadFont();
  try {
    const letters = await font;
    if (lacksLetters(figure.svg, letters)) return await drawnBySystem(figure, scale);
    const file = await run(drawn(figure, letters));
    return file && new Blob([file], { type: 'image/png' });
  } catch (error) {
    // The next click tries once more.
    font = null;
    throw error;
  }
}

/** To compress a picture takes longer than to draw it. */
const drawingShare = 0.4;

function* drawn({ svg }: Figure, letters: Font): InParts<Uint8Array<ArrayBuffer>> {
  const pixels = yield* shareOf(rasterise(svg, scale, letters), 0, drawingShare);
  return yield* shareOf(encodePngInParts(pixels), drawingShare, 1);
}
