/** Draws a QR code, dark on light in every theme, as cameras expect it. */
import { useMemo } from 'react';
import { encode } from 'uqr';
import classes from './Share.module.css';

/** Beyond this many characters a code is too fine for a camera at the back of a hall. */
export const maxQrCharacters = 1000;

export function QrCode({ text, label }: { text: string; label: string }) {
  const { size, path } = useMemo(() => drawn(text), [text]);
  return (
    <svg
      className={classes.qr}
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      data-testid="qr"
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}

/** The dark squares of each row, joined where they touch. */
function drawn(text: string): { size: number; path: string } {
  // Four squares of margin are the standard's.
  const { size, data } = encode(text, { ecc: 'L', border: 4 });
  let path = '';
  data.forEach((row, y) => {
    for (let x = 0; x < size; x++) {
      if (!row[x]) continue;
      const start = x;
      while (row[x]) x++;
      path += `M${start} ${y}h${x - start}v1h${start - x}z`;
    }
  });
  return { size, path };
}
