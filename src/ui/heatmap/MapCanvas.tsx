/** One causal map on a canvas, a pixel a weight, enlarged without blur; what lies in the future stays clear. */
import { memo, useEffect, useRef } from 'react';
import { palette } from './colormap';
import classes from './heatmap.module.css';

interface MapCanvasProps {
  /** (heads, T, T), row-major. */
  map: Float32Array;
  head: number;
  T: number;
  /** At most so many pixels a side: of the weights that fall on one, the largest is shown. */
  most?: number;
}

export const MapCanvas = memo(function MapCanvas({ map, head, T, most = T }: MapCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const block = Math.ceil(T / most);
  const size = Math.ceil(T / block);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const strongest = new Float32Array(size * size);
    for (let i = 0; i < T; i++) {
      const row = Math.floor(i / block) * size;
      for (let j = 0; j <= i; j++) {
        const pixel = row + Math.floor(j / block);
        const weight = map[(head * T + i) * T + j] as number;
        if (weight > (strongest[pixel] as number)) strongest[pixel] = weight;
      }
    }
    const image = context.createImageData(size, size);
    const pixels = new Uint32Array(image.data.buffer);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j <= i; j++) {
        // The root lifts small weights, of which long rows are full, into view.
        const shade = Math.sqrt(strongest[i * size + j] as number);
        pixels[i * size + j] = palette[Math.round(255 * Math.min(1, shade))] as number;
      }
    }
    context.putImageData(image, 0, 0);
  }, [map, head, T, block, size]);
  return <canvas ref={canvas} className={classes.canvas} width={size} height={size} />;
});
