/** Draws one causal map, or what a pane shows of it, on a canvas, enlarged without blur. */
import { memo, useEffect, useRef } from 'react';
import type { Colouring } from './colouring';
import classes from './heatmap.module.css';
import { mapPixels, mapSize, type Pane } from './mapPixels';

interface MapCanvasProps {
  /** (heads, T, T), row-major. */
  map: Float32Array;
  head: number;
  T: number;
  /** At most so many pixels a side: of the values that fall on one, the largest is shown. */
  most?: number;
  /** The whole map without it. */
  pane?: Pane;
  colouring: Colouring;
}

export const MapCanvas = memo(function MapCanvas({ map, head, T, most, pane, colouring }: MapCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const shown = pane?.size ?? T;
  const { size } = mapSize(shown, most ?? shown);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const image = context.createImageData(size, size);
    new Uint32Array(image.data.buffer).set(mapPixels(map, head, T, { most, pane, colouring }));
    context.putImageData(image, 0, 0);
  }, [map, head, T, most, pane, size, colouring]);
  return <canvas ref={canvas} className={classes.canvas} width={size} height={size} />;
});
