/** Notices about the storage, about another tab, and about an experiment that came back otherwise than it was left. */
import type { LabDocument } from '../../document/document';
import { formatBytes } from '../../format/bytes';
import type { EngineInfo } from '../../runtime/protocol';
import type { Notice } from './notices';

/** Makes a notice of why something could not be written. @param openLibrary where room can be made */
export async function storageNotice(error: unknown, openLibrary: () => void): Promise<Notice> {
  const { name, message } = error instanceof Error ? error : { name: '', message: String(error) };
  if (name === 'QuotaExceededError') {
    const { usage, quota } = await navigator.storage.estimate();
    const size = quota === undefined ? '' : ` (${formatBytes(usage ?? 0)} of ${formatBytes(quota)} are used)`;
    return {
      id: 'storage',
      text: `The browser’s storage for this site is full${size}, so the latest changes are not kept. They stay on this page while it is open. Delete saved experiments to make room.`,
      actions: [{ label: 'Open the library', run: openLibrary }],
    };
  }
  if (name === 'VersionError') {
    return {
      id: 'storage',
      text: 'The saved experiments were written by a newer version of the lab than this one. They are left as they are, and this page keeps nothing. Reload it to have the newer version.',
    };
  }
  if (name === 'AbortError') {
    return {
      id: 'storage',
      text: 'The saved experiments of an earlier version of the lab could not be taken over. They are left as they are, and this page keeps nothing.',
    };
  }
  return {
    id: 'storage',
    text: `The browser gives this page no storage, as in some private windows or where site data is blocked, so nothing is kept once it is closed. Everything else works. (${message || name})`,
  };
}

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

/** Makes a notice that an experiment was trained on another engine; null where it is the same. */
export function otherDeviceNotice(
  before: NonNullable<LabDocument['backend']>,
  now: EngineInfo,
): Notice | null {
  if (now.name === before.name) return null;
  return {
    id: 'device',
    text: `This experiment was trained on ${engineNames[before.name]} (${before.adapter}). It goes on with ${engineNames[now.name]} here, and losses may differ in their last digits.`,
  };
}

/** Notices of why nothing is written on this page any more, or not yet. */
export const storageLostNotices = {
  blocked: {
    id: 'storage',
    text: 'Another tab has an earlier version of the lab open, and with it the storage. Close or reload that tab; until then this page keeps nothing.',
  },
  newerVersion: {
    id: 'storage',
    text: 'A newer version of the lab was opened in another tab. This page works on but keeps nothing from now on: reload it to have the newer version too.',
  },
  closed: {
    id: 'storage',
    text: 'The browser has closed its storage, so nothing is kept from now on. Reload the page to have it again.',
  },
} satisfies Record<string, Notice>;
