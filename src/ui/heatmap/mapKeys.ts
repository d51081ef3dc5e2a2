/** The keys of a large map. */
import type { MapCursor } from './useMapCursor';

/** Queries that a Page key moves by. */
const page = 8;
/** Of one press of + or −, or of a button. */
export const zoomFactor = 1.5;

/** What a key did: a move of the cursor, another change, or nothing, as it is no key of the map. */
type Done = 'moved' | 'changed' | null;

/** Does what a key is for. @param key as `KeyboardEvent.key` has it */
export function pressMapKey(key: string, cursor: MapCursor): { done: Done; cell: MapCursor['cell'] } {
  const { cell } = cursor;
  const { query, key: at } = cell;
  const targets: Record<string, [number, number]> = {
    ArrowUp: [query - 1, at],
    ArrowDown: [query + 1, at],
    ArrowLeft: [query, at - 1],
    ArrowRight: [query, at + 1],
    Home: [query, 0],
    End: [query, query],
    PageUp: [query - page, at],
    PageDown: [query + page, at],
  };
  const target = targets[key];
  if (target) return { done: 'moved', cell: cursor.move({ query: target[0], key: target[1] }) };
  switch (key) {
    case '+':
    case '=':
      cursor.zoom(zoomFactor, cell);
      break;
    case '-':
      cursor.zoom(1 / zoomFactor, cell);
      break;
    case '0':
      cursor.seeAll();
      break;
    case 'Enter':
      cursor.hold(cell);
      break;
    default:
      return { done: null, cell };
  }
  return { done: 'changed', cell };
}
