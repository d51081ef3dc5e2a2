/** The atlas on the page: what was trained beforehand, fetched in parts as they are asked for, each cell a click from being trained here. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import {
  type AtlasIndex,
  curvesKey,
  indexSchema,
  type Overview,
  overviewSchema,
  type SubjectCurves,
  subjectSchema,
} from '../../atlas/published';
import { t } from '../../i18n/i18n';
import type { z } from '../../zod';
import { attempt } from '../attempt';
import { errorMessage } from '../errorMessage';
import { openRecorded, type RecordedPlace } from '../gallery/openRecorded';
import { fetchKept } from '../offline/fetchKept';
import { cellDocument } from './cellDocument';

/** What of the atlas has been fetched. */
interface AtlasState {
  /** null until it is there. */
  plans: AtlasIndex | null;
  /** Id of the plan that is shown; null until there is one. */
  planId: string | null;
  /** By id of the plan. */
  overviews: Readonly<Record<string, Overview>>;
  /** By `ID/SUBJECT`. */
  curves: Readonly<Record<string, SubjectCurves>>;
  /** Why the last part could not be had, for the reader. */
  error: string | null;
  /** Id of the cell that is being opened. */
  opening: string | null;
}

/** A run of the atlas. */
export interface CellRun {
  subject: string;
  /** Whose own run it is. */
  stack: string;
  size: string;
  seed: number;
}

/** The atlas of one page. */
export class Atlas {
  readonly state: StoreApi<AtlasState> = createStore<AtlasState>()(() => ({
    plans: null,
    planId: null,
    overviews: {},
    curves: {},
    error: null,
    opening: null,
  }));
  /** Paths that are being fetched. */
  private readonly fetching = new Set<string>();

  constructor(private readonly place: RecordedPlace) {}

  /** Fetches what plans there are, and shows the first. Never rejects: what failed is in the state. */
  async open(): Promise<void> {
    if (this.state.getState().plans === null) {
      const plans = await this.fetched('index.json', indexSchema);
      if (!plans) return;
      this.state.setState({ plans });
    }
    const { plans, planId } = this.state.getState();
    const first = planId ?? plans?.[0]?.id;
    if (first !== undefined) await this.show(first);
  }

  /** Shows a plan. Never rejects. */
  async show(planId: string): Promise<void> {
    this.state.setState({ planId });
    if (this.state.getState().overviews[planId]) return;
    const overview = await this.fetched(`${planId}.json`, overviewSchema);
    if (overview) this.state.setState((s) => ({ overviews: { ...s.overviews, [planId]: overview } }));
  }

  /** Fetches the curves of a task or text of the plan that is shown. Never rejects. */
  async needCurves(subject: string): Promise<void> {
    const { planId, curves } = this.state.getState();
    const key = `${planId}/${subject}`;
    if (planId === null || curves[key]) return;
    const found = await this.fetched(`${key}.json`, subjectSchema);
    if (found) this.state.setState((s) => ({ curves: { ...s.curves, [key]: found } }));
  }

  /** Opens the experiment of a run with its curves, ready to be trained again, as a new one of this name. Never rejects. @returns whether it is on the page */
  async openRun(name: string, { subject, stack, size, seed }: CellRun): Promise<boolean> {
    if (this.state.getState().opening !== null) return false;
    const key = curvesKey(stack, size, seed);
    const says = { meanwhile: { opening: `${subject}/${key}` }, after: { opening: null } };
    return attempt(this.state, says, async () => {
      await this.needCurves(subject);
      const { planId, curves, overviews } = this.state.getState();
      const run = curves[`${planId}/${subject}`]?.[key];
      const engine = overviews[planId ?? '']?.engine;
      if (!run || !engine) return false;
      await openRecorded(this.place, name, cellDocument(run, engine));
      return this.place.autosave.writeNow();
    });
  }

  /** Fetches a part; null where it cannot be had, or is on its way. */
  private async fetched<T>(path: string, schema: z.ZodType<T>): Promise<T | null> {
    if (this.fetching.has(path)) return null;
    this.fetching.add(path);
    try {
      const part = parsed(await fetchKept('atlas', `atlas/${path}`), schema);
      this.state.setState({ error: null });
      return part;
    } catch (error) {
      this.state.setState({ error: errorMessage(error) });
      return null;
    } finally {
      this.fetching.delete(path);
    }
  }
}

/** Reads a part. @throws Error for the reader where it is damaged */
function parsed<T>(text: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    throw new Error(t('app.kept.atlas.damaged'), { cause: error });
  }
}
