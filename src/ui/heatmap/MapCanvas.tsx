/** One causal map on a canvas, a pixel a weight, enlarged without blur; what lies in the future stays clear. */
import { useEffect, useRef } from 'react';
import { palette } from './colormap';
import classes from './heatmap.module.css';

interface MapCanvasProps {
  /** (heads, T, T), row-major. */
  map: Float32Array;
  head: number;
  T: number;
}

export function MapCanvas({ map, head, T }: MapCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const image = context.createImageData(T, T);
    const pixels = new Uint32Array(image.data.buffer);
    for (let i = 0; i < T; i++) {
      for (let j = 0; j <= i; j++) {
        // The root lifts small weights, of which long rows are full, into view.
        const weight = Math.sqrt(map[(head * T + i) * T + j] as number);
        pixels[i * T + j] = palette[Math.round(255 * Math.min(1, weight))] as number;
      }
    }
    context.putImageData(image, 0, 0);
  }, [map, head, T]);
  return <canvas ref={canvas} className={classes.canvas} width={T} height={T} />;
}
