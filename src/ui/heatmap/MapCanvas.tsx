/** Draws one causal map on a canvas, enlarged without blur. */
import { memo, useEffect, useRef } from 'react';
import classes from './heatmap.module.css';
import { mapPixels, mapSize } from './mapPixels';

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
  const { size } = mapSize(T, most);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const image = context.createImageData(size, size);
    new Uint32Array(image.data.buffer).set(mapPixels(map, head, T, most));
    context.putImageData(image, 0, 0);
  }, [map, head, T, most, size]);
  return <canvas ref={canvas} className={classes.canvas} width={size} height={size} />;
});
