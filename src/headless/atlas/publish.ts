/** Writes what the page has of a plan's lines: see src/atlas/published.ts. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { sortBy } from 'es-toolkit';
import type { Cell } from '../../atlas/cells';
import {
  type AtlasIndex,
  type CellCurves,
  curvesKey,
  indexSchema,
  type Overview,
  type SubjectCurves,
} from '../../atlas/published';
import { resultsOf } from '../../atlas/results';
import { jsonText } from '../../format/json';
import type { Lines } from './lineFile';
import type { ExpandedPlan } from './readPlan';
import { lineEngine } from './trainCell';

/** Names a plan by its file. */
export const planId = (path: string): string => basename(path).replace(/\.json$/i, '');

/** Replaces what the folder has of the plan, and lists the plan in its index. */
export function publishPlan(folder: string, id: string, expanded: ExpandedPlan, lines: Lines): void {
  rmSync(join(folder, id), { recursive: true, force: true });
  mkdirSync(join(folder, id), { recursive: true });
  const write = (name: string, value: unknown) => writeFileSync(join(folder, name), `${jsonText(value)}\n`);
  const overview = overviewOf(expanded, lines);
  write(`${id}.json`, overview);
  for (const [subject, curves] of curvesOf(expanded.cells, lines)) write(`${id}/${subject}.json`, curves);
  const others = readIndex(folder).filter((plan) => plan.id !== id);
  const { title, trained } = overview;
  write('index.json', sortBy([...others, { id, title, trained }], [(plan) => -plan.trained, 'id']));
}

function readIndex(folder: string): AtlasIndex {
  try {
    return indexSchema.parse(JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function overviewOf({ plan, cells }: ExpandedPlan, lines: Lines): Overview {
  const own = cells.filter(({ sameAs }) => sameAs === null);
  return {
    title: plan.title,
    engine: lineEngine,
    planned: own.length,
    trained: own.filter(({ id }) => lines.has(id)).length,
    seeds: plan.seeds,
    results: resultsOf(cells, lines).map((result) => ({ ...result, layers: [...result.layers] })),
  };
}

/** By subject. */
function curvesOf(cells: readonly Cell[], lines: Lines): Map<string, SubjectCurves> {
  const subjects = new Map<string, SubjectCurves>();
  for (const { id, subject, stack, size, experiment } of cells) {
    const line = lines.get(id);
    if (!line || 'sameAs' in line) continue;
    const { link, every, loss, accuracy, trainLoss } = line;
    const curves: CellCurves = { link, every, loss, ...(accuracy && { accuracy }), trainLoss };
    const known = subjects.get(subject) ?? {};
    subjects.set(subject, { ...known, [curvesKey(stack, size, experiment.seed)]: curves });
  }
  return subjects;
}
