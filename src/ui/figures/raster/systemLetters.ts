/** Draws a figure as the browser does, with the letters of the system, where the lab's own font lacks some: Chinese, say. */
import { range } from 'es-toolkit';
import { t } from '../../../i18n/i18n';
import type { Font } from './font';

/** Tells whether a figure has letters that a font lacks. @param svg whose texts stand between its tags */
export const lacksLetters = (svg: string, font: Font): boolean =>
  [...new Set(svg.replaceAll(/<[^>]*>/g, ''))].some(
    (letter) => !/\s/.test(letter) && font.glyph(letter.codePointAt(0) as number) === null,
  );

/**
 * Draws a figure on a canvas.
 * @param scale pixels for one of the figure's
 * @throws Error for the reader where the browser gives no canvas as it was drawn
 */
export async function drawnBySystem(
  { svg, width, height }: { svg: string; width: number; height: number },
  scale: number,
): Promise<Blob> {
  const context = canvasOf(width * scale, height * scale);
  if (!context || !isFaithful()) throw new Error(t('figures.png.lettersHidden'));
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image(width * scale, height * scale);
    image.src = address;
    await image.decode().catch((cause: unknown) => {
      throw new Error(t('figures.png.lettersHidden'), { cause });
    });
    context.drawImage(image, 0, 0, width * scale, height * scale);
  } finally {
    URL.revokeObjectURL(address);
  }
  const drawn = await new Promise<Blob | null>((resolve) => context.canvas.toBlob(resolve, 'image/png'));
  if (!drawn) throw new Error(t('figures.png.lettersHidden'));
  return drawn;
}

function canvasOf(width: number, height: number): CanvasRenderingContext2D | null {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  return canvas.getContext('2d');
}

/** Tells whether a canvas can be read as it was drawn: against being known again, some browsers give noise. */
function isFaithful(): boolean {
  const side = 16;
  const context = canvasOf(side, side);
  if (!context) return false;
  const colours = range(side * side).map((i) => [i, 255 - i, (7 * i) % 256]);
  for (const [i, colour] of colours.entries()) {
    context.fillStyle = `rgb(${colour.join(' ')})`;
    context.fillRect(i % side, Math.floor(i / side), 1, 1);
  }
  const { data } = context.getImageData(0, 0, side, side);
  return colours.every((colour, i) => colour.every((value, channel) => data[4 * i + channel] === value));
}
