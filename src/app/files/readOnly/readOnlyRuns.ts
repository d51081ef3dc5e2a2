/** Runs that were trained elsewhere and dropped onto the page, a group for each file: shown beside its own for as long as it is open. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { decodeText } from '../../../data/decodeText';
import { freeStyleElsewhere, stylesOf } from '../../../experiment/runStyles';
import { formatBytes } from '../../../format/bytes';
import { formatCount } from '../../../format/numbers';
import { isolated } from '../../../format/visible';
import { t } from '../../../i18n/i18n';
import { uniqueId } from '../../../platform/random';
import type { ExperimentStore } from '../../document/experimentStore';
import { readAtlasLines } from './atlasLines';
import { readExperimentResults } from './experimentResults';
import { isSameLearned, type Learned, learnedHere, learnedNames } from './learned';
import { mostReadOnlyRuns, type ReadOnlyRun, type ReadRuns } from './run';
import { readTorchLog } from './torchLog';

/** Runs of one file. */
export interface ReadOnlyGroup {
  id: string;
  file: string;
  /**
   * Each with the style that it keeps. `isAssumed`: its file does not name the task or text, so `learned` is what the page trained on when the
   * file was dropped.
   */
  runs: readonly (ReadOnlyRun & { style: number; learned: Learned; isAssumed: boolean })[];
  hidden: boolean;
}

const mostBytes = 64 * 2 ** 20;

/** What files can hold. A new form is a file beside this and an entry: null where a text is nothing of the kind. */
const forms: readonly ((text: string, name: string) => ReadRuns | null)[] = [
  readExperimentResults,
  readAtlasLines,
  readTorchLog,
];

/** The groups of one page. */
export class ReadOnlyRuns {
  readonly state: StoreApi<{ groups: readonly ReadOnlyGroup[] }> = createStore(() => ({
    groups: [] as readonly ReadOnlyGroup[],
  }));

  /** @param experiment whose runs have styles that the others best leave alone */
  constructor(private readonly experiment: ExperimentStore) {}

  /**
   * Adds the runs of a file; those beyond the most there can be are left out, which is told.
   * @returns what was added, a sentence for the reader; null where the file is an archive, as a saved experiment is
   * @throws Error for the reader where it holds nothing of the kind, or cannot be read
   */
  async add(file: File): Promise<string | null> {
    if (await isArchive(file)) return null;
    const name = isolated(file.name);
    if (file.size > mostBytes)
      throw new Error(
        t('app.readOnly.tooLarge', {
          file: name,
          size: formatBytes(file.size),
          most: formatBytes(mostBytes),
        }),
      );
    const unknown = () => new Error(t('app.readOnly.unknown', { file: name }));
    const decoded = decodeText(new Uint8Array(await file.arrayBuffer()));
    if (!decoded.ok) throw unknown();
    const stem = file.name.replace(/\.[^.]*$/, '');
    const read = forms.map((form) => form(decoded.text, stem)).find((found) => found !== null);
    if (!read) throw unknown();
    if (!read.ok) throw new Error(t('app.readOnly.damaged', { file: name, why: read.why }));
    return this.take(file.name, read);
  }

  remove(id: string): void {
    this.state.setState(({ groups }) => ({ groups: groups.filter((group) => group.id !== id) }));
  }

  toggle(id: string): void {
    this.state.setState(({ groups }) => ({
      groups: groups.map((group) => (group.id === id ? { ...group, hidden: !group.hidden } : group)),
    }));
  }

  private take(file: string, { runs, unreadable }: Extract<ReadRuns, { ok: true }>): string {
    const { groups } = this.state.getState();
    const room = mostReadOnlyRuns - groups.reduce((sum, group) => sum + group.runs.length, 0);
    const name = isolated(file);
    if (runs.length === 0) throw new Error(t('app.readOnly.noRuns', { file: name }));
    if (room === 0)
      throw new Error(t('app.readOnly.full', { file: name, most: formatCount(mostReadOnlyRuns) }));
    const { experiment, ownText } = this.experiment.getState();
    const here = learnedHere(experiment, ownText);
    const styles = stylesOf(experiment.runs);
    styles.push(...groups.flatMap((group) => group.runs.map(({ style }) => style)));
    const taken = runs.slice(0, room).map((run) => {
      const style = freeStyleElsewhere(styles);
      styles.push(style);
      const learned = run.learned ?? here;
      // One's own text, of which nothing more is told, is taken for the page's.
      return {
        ...run,
        style,
        isAssumed: run.learned === null,
        learned: learned.textHash === undefined ? { ...learned, textHash: here.textHash } : learned,
      };
    });
    const aside = taken.map(({ learned }) => learned).filter((learned) => !isSameLearned(learned, here));
    this.state.setState({ groups: [...groups, { id: uniqueId(), file, runs: taken, hidden: false }] });
    const sentences = [
      t('app.readOnly.added', { file: name, count: taken.length, runs: formatCount(taken.length) }),
      taken.length < runs.length &&
        t('app.readOnly.cut', { all: formatCount(runs.length), most: formatCount(mostReadOnlyRuns) }),
      aside.length > 0 &&
        t('app.readOnly.aside', {
          count: aside.length,
          runs: formatCount(aside.length),
          data: learnedNames(aside, here),
        }),
      taken.some(({ isAssumed }) => isAssumed) && t('app.readOnly.assumed'),
      unreadable > 0 && t('app.readOnly.unreadable', { count: unreadable, lines: formatCount(unreadable) }),
    ];
    return sentences.filter(Boolean).join(' ');
  }
}

/** Tells a saved experiment by how every zip archive begins; what cannot be read is left to who opens those, and says so. */
async function isArchive(file: File): Promise<boolean> {
  try {
    const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
    return first === 0x50 && second === 0x4b;
  } catch {
    return true;
  }
}
