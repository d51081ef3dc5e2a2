/** Draws one causal map, or what a pane shows of it, enlarged without blur. */
import { memo, useLayoutEffect, useRef } from 'react';
import { drawMap, drawnSize, type MapDrawing } from './drawMap';
import classes from './heatmap.module.css';

export const MapCanvas = memo(function MapCanvas({ map, head, T, most, pane, colouring }: MapDrawing) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = drawnSize({ T, most, pane });
  // Within the frame that has the map: a second one would be painted for it.
  useLayoutEffect(() => {
    drawMap(canvas.current, { map, head, T, most, pane, colouring });
  }, [map, head, T, most, pane, colouring]);
  return <canvas ref={canvas} className={classes.canvas} width={size} height={size} />;
});
