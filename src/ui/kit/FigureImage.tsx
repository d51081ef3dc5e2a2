/** Shows a figure as it is saved: on white, whatever the theme. */
import type { Figure } from '../figures/paper';

export function FigureImage({ figure: { name, title, width, height, svg } }: { figure: Figure }) {
  // As an image, ids of one drawing are not another's.
  const src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  return <img src={src} alt={title} width={width} height={height} data-testid={`figure-${name}`} />;
}
