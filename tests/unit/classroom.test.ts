// A class as a laboratory: which cell a seat gets, the links that go out and come in, and what is said of each hand-in.
import { range, uniq } from 'es-toolkit';
import { describe, expect, it } from 'vitest';
import { takeBack, takeHandIns } from '../../src/app/classroom/handIns';
import { createPageDocument } from '../../src/app/document/pageDocument';
import { type HandIn, handInLink, handInsIn, judgedHandIns } from '../../src/document/classroom/handIn';
import {
  cellOfSeat,
  cellsOf,
  type Plan,
  planLink,
  readPlan,
  seatExperiment,
} from '../../src/document/classroom/plan';
import { encodeLink } from '../../src/document/link/link';
import { textHash } from '../../src/document/link/textSection';
import { type Sweep, sweepsSchema } from '../../src/document/sweepsSchema';
import { defaultView } from '../../src/document/view';
import { defaultExperiment } from '../../src/experiment/defaults';
import { chooseTask } from '../../src/experiment/edit';
import { defaultChoice, findSweep } from '../../src/experiment/sweeps/choice';

const experiment = { ...chooseTask('recall')(defaultExperiment()), steps: 200 };

function planOf(sweep: string, seeds: number, e = experiment): Sweep {
  const choice = { ...defaultChoice(findSweep(sweep)!, e), seeds };
  return { id: 'plan', choice, experiment: e, textHash: null, results: [] };
}

/** What a seat's training came to. @param from the value of its first point */
const trained = (from: number, steps = 200) => {
  const at = range(10).map((i) => ((i + 1) * steps) / 10);
  const values = at.map((_, i) => from + i / 100);
  return {
    curves: {
      train: { steps: at, values },
      validation: { steps: at, values },
      accuracy: { steps: at, values },
    },
  };
};

const address = 'https://lab.example/#';
const most = 1000;

function handIn(plan: Sweep, seat: number, from = 0.1, steps = 200): string {
  const cell = cellOfSeat(plan, seat);
  const link = handInLink(seatExperiment(plan, cell), trained(from, steps), null, most);
  return address + link.slice(1);
}

const kinds = (judged: readonly HandIn[]) => judged.map(({ is }) => is);

describe('a seat', () => {
  const plan = planOf('variantsAtPlacements', 3);
  const cells = cellsOf(plan);

  it('gets the same cell each time, the first ones every variation at the first seed', () => {
    const variations = cells.length / 3;
    const first = range(variations).map((i) => cellOfSeat(plan, i + 1));
    expect(uniq(first.map(({ seed }) => seed))).toEqual([experiment.seed]);
    expect(uniq(first.map(({ x }) => x))).toHaveLength(variations);
    expect(cellOfSeat(plan, variations + 1)).toEqual({
      ...cellOfSeat(plan, variations + 1),
      x: first[0]!.x,
      seed: experiment.seed + 1,
    });
  });

  it('has a cell of its own up to the last, and then the first ones again', () => {
    const ids = range(cells.length).map((i) => cellOfSeat(plan, i + 1).run.id);
    expect(uniq(ids)).toHaveLength(cells.length);
    expect(cellOfSeat(plan, cells.length + 5)).toEqual(cellOfSeat(plan, 5));
  });

  it('reads the plan off the link on the wall, which has no runs that the sweep makes nothing of', () => {
    const link = planLink(plan, null)!;
    expect(link.length).toBeLessThan(120);
    const read = readPlan(address + link.slice(1));
    if (!read.ok) throw new Error(read.why);
    for (const seat of [1, 7, 40]) expect(cellOfSeat(read.plan, seat)).toEqual(cellOfSeat(plan, seat));
  });

  it('has every run where the sweep is of the runs themselves', () => {
    const seeds = planOf('seeds', 4);
    const read = readPlan(planLink(seeds, null)!);
    if (!read.ok) throw new Error(read.why);
    expect(cellsOf(read.plan)).toEqual(cellsOf(seeds));
  });

  it('is told where the link is cut, has no plan, or where a text is too long for it', () => {
    const link = planLink(plan, null)!;
    expect(readPlan(link.slice(0, -4))).toMatchObject({ ok: false, problem: 'damaged' });
    expect(readPlan('#nothing')).toMatchObject({ ok: false, problem: 'damaged' });
    const plain = encodeLink({ experiment, view: defaultView, text: null, curves: null });
    expect(readPlan(plain)).toMatchObject({ ok: false, problem: 'noPlan' });
    const long = range(20_000)
      .map((i) => (i * i).toString(36))
      .join(' ');
    expect(planLink(plan, { name: 'long', text: long })).toBeNull();
  });
});

describe('a hand-in', () => {
  const plan = planOf('hybrids', 2);

  it('comes back as the result of its cell, which a document keeps', () => {
    const [judged] = judgedHandIns(plan, handInsIn(handIn(plan, 3, 0.25)));
    if (judged?.is !== 'new') throw new Error(JSON.stringify(judged));
    const { result } = judged;
    expect(result.run).toEqual(cellOfSeat(plan, 3).run);
    expect(result).toMatchObject({ steps: 200, best: { step: 20, loss: 0.25 }, failed: null });
    expect(result.accuracy).toBeCloseTo(0.34, 3);
    expect(result.curves.accuracy.steps).toHaveLength(10);
    expect(sweepsSchema.safeParse([{ ...plan, results: [result] }]).success).toBe(true);
  });

  it('counts once, however often it comes; another curve of its cell is told', () => {
    const text = [handIn(plan, 1), handIn(plan, 2), handIn(plan, 1), handIn(plan, 2, 0.5)].join('\n');
    const judged = judgedHandIns(plan, handInsIn(text));
    expect(kinds(judged)).toEqual(['new', 'new', 'known', 'second']);
    const results = judged.flatMap((one) => (one.is === 'new' ? [one.result] : []));
    const again = judgedHandIns({ ...plan, results }, handInsIn(text));
    expect(kinds(again)).toEqual(['known', 'known', 'known', 'second']);
  });

  it('is taken back by itself, and its cell takes another', () => {
    const plan = planOf('variantsAtPlacements', 2);
    const page = createPageDocument();
    page.sweeps.setState({ sweeps: [plan] });
    const results = () => page.sweeps.getState().sweeps[0]!.results;
    takeHandIns(page, plan.id, `${handIn(plan, 1)}\n${handIn(plan, 2)}`);
    const [first, second] = results();
    takeBack(page, plan.id, first!.run.id);
    expect(results()).toEqual([second]);
    expect(kinds(takeHandIns(page, plan.id, handIn(plan, 1, 0.3)))).toEqual(['new']);
    expect(results().map(({ run }) => run.id)).toEqual([second!.run.id, first!.run.id]);
    expect(results()[1]!.accuracy).not.toBe(first!.accuracy);
  });

  it('is left out where it is cut, foreign, unfinished, or no hand-in at all, and says which', () => {
    const good = handIn(plan, 1);
    const foreign = handIn(planOf('hybrids', 2, { ...experiment, batch: experiment.batch + 1 }), 1);
    const otherCell = handIn(planOf('hybrids', 9), 60);
    const early = handIn(plan, 1, 0.1, 100);
    const { run } = cellOfSeat(plan, 1);
    const bare =
      address +
      encodeLink({
        experiment: { ...experiment, runs: [run] },
        view: defaultView,
        text: null,
        curves: null,
      }).slice(1);
    const all = [good.slice(0, -9), foreign, otherCell, early, bare, planLink(plan, null)!];
    const judged = all.flatMap((text) => judgedHandIns(plan, handInsIn(text)));
    expect(kinds(judged)).toEqual([
      'damaged',
      'foreign',
      'foreign',
      'unfinished',
      'withoutCurves',
      expect.stringMatching(/foreign|withoutCurves/),
    ]);
    expect(judged[1]).toMatchObject({ differences: [expect.stringContaining(`${experiment.batch + 1}`)] });
    expect(judged[3]).toMatchObject({ step: 100, steps: 200 });
    expect(kinds(judgedHandIns(plan, handInsIn('see you tomorrow')))).toEqual(['noLink']);
    expect(handInsIn('  \n ')).toEqual([]);
  });

  it('is found in a list with names, wrapped lines and what a mail puts around it', () => {
    const one = handIn(plan, 1);
    const two = handIn(plan, 2);
    const wrapped = `${two.slice(0, 70)}\n${two.slice(70, 140)}\n${two.slice(140)}`;
    const text = `Ada: ${one}\n\nGrace:\n${wrapped}\n\nBest wishes\n\nAlan: <${handIn(plan, 3)}>`;
    expect(kinds(judgedHandIns(plan, handInsIn(text)))).toEqual(['new', 'new', 'new']);
  });

  it('of a text is known by the text, which is not in it', () => {
    const ownText = { name: 'mine', text: 'the cat sat on the mat and the dog sat on the cat '.repeat(9) };
    const e = { ...defaultExperiment(), corpus: 'ownText', steps: 200 };
    const own: Sweep = { ...planOf('hybrids', 1, e), textHash: textHash(ownText.text) };
    const read = readPlan(planLink(own, ownText)!);
    if (!read.ok) throw new Error(read.why);
    const { text } = read.plan as Plan;
    expect(text).toMatchObject(ownText);
    const link = handInLink(seatExperiment(own, cellOfSeat(own, 1)), trained(3), text, most);
    expect(kinds(judgedHandIns(own, [link]))).toEqual(['new']);
    expect(kinds(judgedHandIns({ ...own, textHash: 1 }, [link]))).toEqual(['foreign']);
  });

  it('leaves the training loss out where a code could not hold it', () => {
    const cell = seatExperiment(plan, cellOfSeat(plan, 1));
    const whole = handInLink(cell, trained(0.1), null, most);
    const short = handInLink(cell, trained(0.1), null, whole.length - 1);
    expect(short.length).toBeLessThan(whole.length);
    expect(kinds(judgedHandIns(plan, [short]))).toEqual(['new']);
  });
});
