/** Draws the weights of one query, or those into one key, as arcs over the text: of one map, of every head, or of their mean. */
import { type KeyboardEvent, memo, useLayoutEffect, useMemo, useRef } from 'react';
import { formatCount, formatFixed } from '../../format/numbers';
import { isolated } from '../../format/visible';
import { t } from '../../i18n/i18n';
import { arcsOf } from '../../measure/maps/arcs';
import type { ProbeResult } from '../../runtime/protocol';
import { useApp, useView } from '../AppContext';
import { arcBase, arcHeight, arcPath, arcSizes, arcWidth, placeTokens } from '../charts/arcDrawing';
import { type ArcContent, arcsFigure } from '../figures/arcsFigure';
import { figureFacts } from '../figures/facts';
import { SaveFigure } from '../kit/SaveFigure';
import { useDark } from '../kit/useDark';
import { runStyle } from '../runStyle';
import { useLanguage, useWorded } from '../useLanguage';
import classes from './heatmap.module.css';
import { mapName } from './mapName';
import type { NamedMap } from './namedMap';
import { shownMap } from './shownMap';
import type { MapCursor } from './useMapCursor';

/** Arcs at the most: more are not told apart. */
const most = 400;
/** CSS pixels from the edge within which a token is taken into view. */
const atEdge = 12;
/** Arcs that are said in words. */
const told = 3;

interface MapArcsProps {
  /** Of the run that the large map is of. */
  probe: ProbeResult;
  layer: number;
  /** The large map. */
  map: NamedMap;
  runName: string;
  cursor: MapCursor;
}

export function MapArcs({ probe, layer, map, runName, cursor }: MapArcsProps) {
  const app = useApp();
  const isDark = useDark();
  const { arcs: kind, arcsInto } = useView();
  const { tokens, heads } = probe;
  const { cell, T } = cursor;
  const maps = useWorded((): NamedMap[] => {
    if (kind === 'head') return [map];
    const own = (of: 'heads' | 'mean', head: number) =>
      shownMap(probe, { kind: of, layer, head }) ?? map.values;
    if (kind === 'mean') return [{ values: own('mean', 0), name: t('maps.arcs.kind.mean') }];
    return Array.from({ length: heads }, (_, head) => ({
      values: own('heads', head),
      name: t('maps.beside.head', { head: head + 1 }),
    }));
  }, [kind, map, probe, layer, heads]);
  const places = useMemo(() => placeTokens(tokens), [tokens]);
  const end = arcsInto ? { key: cell.key } : { query: cell.query };
  const chosen = arcsInto ? cell.key : cell.query;
  const text = useRef<HTMLElement>(null);
  const middle = places.middles[chosen] as number;
  // Of a long text the token may stand beyond the edge.
  useLayoutEffect(() => {
    const section = text.current;
    if (!section) return;
    const { scrollLeft, clientWidth } = section;
    const isSeen = middle > scrollLeft + atEdge && middle < scrollLeft + clientWidth - atEdge;
    if (!isSeen) section.scrollLeft = middle - clientWidth / 2;
  }, [middle]);
  const arcs = arcsOf(
    maps.map(({ values }) => values),
    T,
    end,
    most,
  );
  /** The token in the middle of what is seen of the text. */
  const middleToken = () => {
    const { scrollLeft, clientWidth } = text.current ?? { scrollLeft: 0, clientWidth: 0 };
    const at = places.edges.findIndex((edge) => edge > scrollLeft + clientWidth / 2);
    return at < 0 ? T - 1 : Math.max(0, at - 1);
  };
  const move = (to: number) =>
    cursor.move(arcsInto ? { query: Math.max(cell.query, to), key: to } : { query: to, key: cell.key });
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    move(Math.max(0, Math.min(T - 1, chosen + by)));
  };
  const overHeads = {
    mean: mapName('mean', layer, 0),
    heads: t('maps.arcs.everyHead', { layer: layer + 1 }),
  };
  const name = kind === 'mean' || kind === 'heads' ? overHeads[kind] : map.name;
  const content: ArcContent = { tokens, arcs, names: maps.map(({ name }) => name), chosen };
  const label = arcsLabel(content, arcsInto);
  return (
    <div className={classes.arcs}>
      <div className={classes.arcsHead}>
        <p className="muted">{t('maps.arcs.about', { most: formatCount(most) })}</p>
        {maps.length > 1 && <Legend names={content.names} isDark={isDark} />}
        <SaveFigure
          what={t('maps.arcs.save')}
          testId="save-arcs"
          figure={() =>
            arcsFigure(content, {
              middle: middleToken(),
              run: runName,
              map: name,
              step: probe.step,
              label,
              facts: figureFacts(app),
            })
          }
        />
      </div>
      <section
        ref={text}
        className={classes.arcsText}
        aria-label={t('maps.arcs.section')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys go from token to token, and it scrolls sideways
        tabIndex={0}
        data-testid="arcs"
        onKeyDown={onKeyDown}
      >
        <svg
          width={places.width}
          height={arcHeight}
          role="img"
          aria-label={label}
          onPointerDown={(event) => {
            const token = (event.target as Element).getAttribute('data-token');
            if (token !== null) move(Number(token));
          }}
        >
          <g fill="none">
            {/* The largest on top. */}
            {arcs.toReversed().map((arc) => {
              const { colour, dash } = runStyle(arc.map, isDark);
              return (
                <path
                  key={`${arc.map} ${arc.query} ${arc.key}`}
                  d={arcPath(arc, places.middles)}
                  stroke={colour}
                  strokeWidth={arcWidth(arc.weight)}
                  strokeDasharray={maps.length > 1 ? dash : undefined}
                />
              );
            })}
          </g>
          <rect className={classes.arcToken} x={middle - 8} y={arcBase + 3} width={16} height={20} />
          <ArcTokens tokens={tokens} middles={places.middles} />
        </svg>
      </section>
    </div>
  );
}

/** Not drawn anew with each move of the cursor. */
const ArcTokens = memo(function ArcTokens({ tokens, middles }: { tokens: string[]; middles: number[] }) {
  useLanguage();
  return (
    <g fontSize={arcSizes.font} textAnchor="middle" fill="var(--ink)" fontFamily="ui-monospace, monospace">
      {tokens.map((token, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a token is its position
        <text key={i} data-token={i} x={middles[i]} y={arcBase + 18}>
          {token}
        </text>
      ))}
    </g>
  );
});

function Legend({ names, isDark }: { names: readonly string[]; isDark: boolean }) {
  return (
    <ul className={classes.arcsLegend}>
      {names.map((name, i) => {
        const { colour, dash } = runStyle(i, isDark);
        return (
          <li key={name}>
            <svg width={28} height={10} aria-hidden="true">
              <path d="M0 5H28" stroke={colour} strokeWidth={3} strokeDasharray={dash} />
            </svg>
            {name}
          </li>
        );
      })}
    </ul>
  );
}

/** Says the chosen token and its largest weights in a sentence. */
function arcsLabel({ tokens, arcs, names, chosen }: ArcContent, isInto: boolean): string {
  const list = arcs
    .slice(0, told)
    .map(({ query, key, weight, map }) => {
      const other = isInto ? query : key;
      return t(names.length > 1 ? 'maps.arcs.oneOfHead' : 'maps.arcs.one', {
        head: names[map] as string,
        token: isolated(tokens[other] as string),
        place: other + 1,
        weight: formatFixed(weight, 3),
      });
    })
    .join(', ');
  return t(isInto ? 'maps.arcs.toldInto' : 'maps.arcs.toldFrom', {
    token: isolated(tokens[chosen] as string),
    place: chosen + 1,
    list: list || t('maps.arcs.none'),
  });
}
