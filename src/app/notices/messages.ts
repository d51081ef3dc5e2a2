/** Notices about the storage, about another tab, and about an experiment that came back otherwise than it was left. */
import type { LabDocument } from '../../document/document';
import { engineVersion } from '../../engine/engine';
import { formatBytes } from '../../format/bytes';
import { storageUse } from '../../platform/storageUse';
import type { EngineInfo } from '../../runtime/protocol';
import { errorMessage } from '../errorMessage';
import { type StorageFault, type StorageUseCase, storageFault } from '../library/storageFault';
import type { Notice } from './notices';

const onThisPage = 'They stay on this page while it is open.';
const nothingKept = 'so nothing is kept once it is closed. Everything else works.';

const triesAgain = 'The lab tries again with the next change.';

const storageTexts: Record<Exclude<StorageFault, 'full'>, string> = {
  newerVersion:
    'The saved experiments were written by a newer version of the lab than this one. They are left as they are, and this page keeps nothing. Reload it to have the newer version.',
  upgrade:
    'The saved experiments of an earlier version of the lab could not be taken over. They are left as they are, and this page keeps nothing.',
  refused: `The browser gives this page no storage: its settings, or the frame that the page is in, allow it no site data, ${nothingKept}`,
  private: `The browser gives this page no storage, as in its private windows, ${nothingKept}`,
  missing: `The browser gives this page no storage, as it has no IndexedDB here, ${nothingKept}`,
  closed: `The browser has closed its storage and did not open it again, so the latest changes are not kept. ${onThisPage} ${triesAgain}`,
  unknown: `The latest changes could not be kept. ${onThisPage} ${triesAgain}`,
};

/** What is said where the storage could not even be opened, for causes that read otherwise then. */
const openingTexts: Partial<typeof storageTexts> = {
  closed: `The browser did not open its storage for this page, ${nothingKept} ${triesAgain}`,
  unknown: `The browser could not open its storage for this page, ${nothingKept} ${triesAgain}`,
};

const notRead =
  'The browser could not read the saved experiment from its storage. It is left as it is; what is on this page is saved beside it.';

/** Faults that a sentence tells whole; of the others the browser's own words help. */
const told: readonly StorageFault[] = ['newerVersion', 'upgrade', 'missing'];

/** Makes a notice of why something could not be kept. @param openLibrary where room can be made */
export async function storageNotice(
  error: unknown,
  during: StorageUseCase,
  openLibrary: () => void,
): Promise<Notice> {
  const { name, message } = error instanceof Error ? error : { name: '', message: String(error) };
  if (during === 'reading') return { id: 'storage', text: `${notRead} (${message || name})` };
  const fault = storageFault(error, during);
  if (fault === 'full') return fullNotice(openLibrary);
  const text = (during === 'opening' ? openingTexts[fault] : undefined) ?? storageTexts[fault];
  return { id: 'storage', text: told.includes(fault) ? text : `${text} (${message || name})` };
}

async function fullNotice(openLibrary: () => void): Promise<Notice> {
  const use = await storageUse();
  if (use?.quota === 0)
    return {
      id: 'storage',
      text: `The browser gives this page no room to keep anything, as in some private windows, ${nothingKept}`,
    };
  const size = use ? ` (${formatBytes(use.usage)} of ${formatBytes(use.quota)} are used)` : '';
  return {
    id: 'storage',
    text: `The browser’s storage for this site is full${size}, so the latest changes are not kept. ${onThisPage} Delete saved experiments to make room.`,
    actions: [{ label: 'Open the library', run: openLibrary }],
  };
}

/** What was kept of the page's experiment was gone, and everything was written anew. */
export const savedAnewNotice: Notice = {
  id: 'savedAnew',
  text: 'This experiment was deleted from the browser’s storage, with the site’s data or by another page. What is on this page has been saved anew; other saved experiments may be gone.',
};

/**
 * Makes a notice that another tab has the experiment.
 * @param how whether another tab had it already, or took it from this one
 */
export function openElsewhereNotice(
  how: 'open' | 'taken',
  takeOver: () => void,
  workOnCopy: () => void,
): Notice {
  const text =
    how === 'open'
      ? 'This experiment is open in another tab, which keeps it. What you do here is not kept until you choose.'
      : 'Another tab has taken this experiment over. What you do here is not kept until you choose.';
  return {
    id: 'elsewhere',
    text,
    lasting: true,
    actions: [
      { label: how === 'open' ? 'Go on here instead' : 'Take it back', run: takeOver },
      { label: 'Work on a copy', run: workOnCopy },
    ],
  };
}

export const interruptedNotice: Notice = {
  id: 'interrupted',
  text: 'The last training ended before it was kept for the first time. Press Train to have it again: the same seed gives the same curves.',
};

/** What a document was trained with; WebGL is of earlier versions of the lab. */
const engineNames = {
  webgpu: 'the graphics card',
  processor: 'the processor',
  webgl: 'WebGL',
  cpu: 'JavaScript',
};

/** Makes a notice that an experiment was trained otherwise than this page trains it; null where it was not. */
export function otherDeviceNotice(
  before: NonNullable<LabDocument['backend']>,
  now: Pick<EngineInfo, 'name' | 'adapter'>,
): Notice | null {
  const here = `${engineNames[now.name]} (${now.adapter})`;
  const where = `This experiment was trained on ${engineNames[before.name]} (${before.adapter})`;
  const mayDiffer = 'and losses may differ in their last digits.';
  if (now.name !== before.name || now.adapter !== before.adapter)
    return { id: 'device', text: `${where}. It goes on with ${here} here, ${mayDiffer}` };
  // What an earlier lab saved does not tell.
  if (before.engineVersion === undefined || before.engineVersion === engineVersion) return null;
  const age = before.engineVersion < engineVersion ? 'an earlier' : 'a later';
  return {
    id: 'device',
    text: `${where} by ${age} version of the lab’s engine. It goes on with this version, ${mayDiffer}`,
  };
}

/** A page that has not wholly started is drawn all the same. */
export const startNotice = (error: unknown): Notice => ({
  id: 'start',
  text: `A part of the page did not start, so some of it may not work: ${errorMessage(error)} Reload the page to try again.`,
});

/** Notices of why nothing is written on this page any more, or not yet. */
export const storageLostNotices = {
  blocked: {
    id: 'storage',
    text: 'Another tab has an earlier version of the lab open, and with it the storage. Close or reload that tab; until then this page keeps nothing.',
  },
  waits: {
    id: 'storage',
    text: 'The browser has not opened its storage yet; until it does this page keeps nothing.',
  },
  newerVersion: {
    id: 'storage',
    text: 'A newer version of the lab was opened in another tab. This page works on but keeps nothing from now on: reload it to have the newer version too.',
  },
} satisfies Record<string, Notice>;
