/** What is said of the storage, of another page, and of what came back otherwise than it was left. */
import type { BackendInfo } from '../../runtime/protocol';
import { useView } from '../document/viewStore';
import { sizeText } from '../library/formatBytes';
import { useRuns } from '../session/runsStore';
import { say } from './notices';

const openLibrary = {
  label: 'Open the library',
  run: () => useView.getState().set({ dialog: { kind: 'library' } }),
};

/** Says why something could not be kept. */
export async function sayStorage(error: unknown): Promise<void> {
  const { name, message } = error instanceof Error ? error : { name: '', message: String(error) };
  if (name === 'QuotaExceededError') {
    const { usage, quota } = await navigator.storage.estimate();
    const size = quota === undefined ? '' : ` (${sizeText(usage ?? 0)} of ${sizeText(quota)} are used)`;
    say({
      id: 'storage',
      text: `The browser’s storage for this site is full${size}, so the latest changes are not kept. They stay on this page while it is open. Delete saved experiments to make room.`,
      actions: [openLibrary],
    });
  } else if (name === 'VersionError') {
    say({
      id: 'storage',
      text: 'The saved experiments were written by a newer version of the lab than this one. They are left as they are, and this page keeps nothing. Reload it to have the newer version.',
    });
  } else if (name === 'AbortError') {
    say({
      id: 'storage',
      text: 'The saved experiments of an earlier version of the lab could not be taken over. They are left as they are, and this page keeps nothing.',
    });
  } else {
    say({
      id: 'storage',
      text: `The browser gives this page no storage, as in some private windows or where site data is blocked, so nothing is kept once it is closed. Everything else works. (${message || name})`,
    });
  }
}

/** @param how whether another page had it already, or took it from this one */
export function sayOpenElsewhere(how: 'open' | 'taken', takeOver: () => void, workOnCopy: () => void): void {
  const text =
    how === 'open'
      ? 'This experiment is open in another tab, which keeps it. What you do here is not kept until you choose.'
      : 'Another tab has taken this experiment over. What you do here is not kept until you choose.';
  say({
    id: 'elsewhere',
    text,
    lasting: true,
    actions: [
      { label: how === 'open' ? 'Go on here instead' : 'Take it back', run: takeOver },
      { label: 'Work on a copy', run: workOnCopy },
    ],
  });
}

export function sayInterrupted(): void {
  say({
    id: 'interrupted',
    text: 'The last training ended before it was kept for the first time. Press Train to have it again: the same seed gives the same curves.',
  });
}

const backendNames = { webgpu: 'WebGPU', webgl: 'WebGL', cpu: 'the CPU' };

/** Says that what was trained on another device goes on on this one, once this one is known. */
export function sayOtherDevice(before: Pick<BackendInfo, 'name' | 'adapter'> | null): void {
  if (!before) return;
  const compare = (now: BackendInfo | null) => {
    if (!now) return false;
    if (now.name !== before.name) {
      say({
        id: 'device',
        text: `This experiment was trained with ${backendNames[before.name]} (${before.adapter}). This visit has ${backendNames[now.name]} in its place: ${now.name === 'webgpu' ? 'faster' : 'slower'}, and losses may differ in their last digits.`,
      });
    }
    return true;
  };
  if (compare(useRuns.getState().backend)) return;
  const stop = useRuns.subscribe(({ backend }) => {
    if (compare(backend)) stop();
  });
}
