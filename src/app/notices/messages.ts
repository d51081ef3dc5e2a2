/** Notices about the storage, about another tab, and about an experiment that came back otherwise than it was left. */
import type { LabDocument } from '../../document/document';
import { engineVersion } from '../../engine/engine';
import { formatBytes } from '../../format/bytes';
import { formatCount } from '../../format/numbers';
import { t } from '../../i18n/i18n';
import { storageUse } from '../../platform/storageUse';
import type { EngineInfo } from '../../runtime/protocol';
import { errorMessage } from '../errorMessage';
import { type StorageFault, type StorageUseCase, storageFault } from '../library/storageFault';
import type { Notice } from './notices';

/** Most sweeps that are named of those that wait. */
const mostNames = 4;

/** Faults that read otherwise where the storage could not even be opened. */
const readsOtherwise = (fault: StorageFault): fault is 'closed' | 'unknown' =>
  fault === 'closed' || fault === 'unknown';

/** Faults that a sentence tells whole; of the others the browser's own words help. */
const told: readonly StorageFault[] = ['newerVersion', 'upgrade', 'missing'];

/** Makes a notice of why something could not be kept. @param openLibrary where room can be made */
export async function storageNotice(
  error: unknown,
  during: StorageUseCase,
  openLibrary: () => void,
): Promise<Notice> {
  const { name, message } = error instanceof Error ? error : { name: '', message: String(error) };
  const withReason = (sentence: string) =>
    t('app.notices.storage.withReason', { sentence, reason: message || name });
  if (during === 'reading')
    return { id: 'storage', text: () => withReason(t('app.notices.storage.reading')) };
  const fault = storageFault(error, during);
  if (fault === 'full') return fullNotice(openLibrary);
  const sentence = () =>
    during === 'opening' && readsOtherwise(fault)
      ? t(`app.notices.storage.opening.${fault}`)
      : t(`app.notices.storage.${fault}`);
  return { id: 'storage', text: told.includes(fault) ? sentence : () => withReason(sentence()) };
}

async function fullNotice(openLibrary: () => void): Promise<Notice> {
  const use = await storageUse();
  if (use?.quota === 0) return { id: 'storage', text: () => t('app.notices.storage.noRoom') };
  return {
    id: 'storage',
    text: () =>
      use
        ? t('app.notices.storage.fullOf', { used: formatBytes(use.usage), quota: formatBytes(use.quota) })
        : t('app.notices.storage.full'),
    actions: [{ label: () => t('app.notices.storage.openLibrary'), run: openLibrary }],
  };
}

/** What was kept of the page's experiment was gone, and everything was written anew. */
export const savedAnewNotice: Notice = { id: 'savedAnew', text: () => t('app.notices.savedAnew') };

/**
 * Makes a notice that another tab has the experiment.
 * @param how whether another tab had it already, or took it from this one
 */
export function openElsewhereNotice(
  how: 'open' | 'taken',
  takeOver: () => void,
  workOnCopy: () => void,
): Notice {
  return {
    id: 'elsewhere',
    text: () => t(`app.notices.elsewhere.${how}`),
    lasting: true,
    actions: [
      {
        label: () => t(`app.notices.elsewhere.${how === 'open' ? 'goOnHere' : 'takeBack'}`),
        run: takeOver,
      },
      { label: () => t('app.notices.elsewhere.copy'), run: workOnCopy },
    ],
  };
}

/**
 * Makes a notice that a sweep goes on which trained when the page was left.
 * @param name what the sweep is called @param waiting what those are called that train after it
 */
export const sweepGoesOnNotice = (
  name: () => string,
  waiting: () => readonly string[],
  show: () => void,
  stop: () => void,
): Notice => ({
  id: 'sweepGoesOn',
  passes: true,
  text() {
    const goesOn = t('app.notices.sweepGoesOn.text', { name: name() });
    const names = waiting();
    if (names.length === 0) return goesOn;
    const [told, more] = [names.slice(0, mostNames), names.length - mostNames];
    const quoted = told.map((one) => t('app.notices.sweepGoesOn.quoted', { name: one })).join(', ');
    const then =
      more > 0
        ? t('app.notices.sweepGoesOn.waitingMore', { names: quoted, count: more, more: formatCount(more) })
        : t('app.notices.sweepGoesOn.waiting', { names: quoted });
    return `${goesOn} ${then}`;
  },
  actions: [
    { label: () => t('app.notices.sweepGoesOn.show'), run: show },
    { label: () => t('app.notices.sweepGoesOn.stop'), run: stop },
  ],
});

export const interruptedNotice: Notice = {
  id: 'interrupted',
  passes: true,
  text: () => t('app.notices.interrupted'),
};

/** Names what trains; WebGL is of earlier versions of the lab. */
const device = ({ name, adapter }: Pick<NonNullable<LabDocument['backend']>, 'name' | 'adapter'>) =>
  t(`app.notices.device.${name}`, { adapter });

/** Makes a notice that an experiment was trained otherwise than this page trains it; null where it was not. */
export function otherDeviceNotice(
  before: NonNullable<LabDocument['backend']>,
  now: Pick<EngineInfo, 'name' | 'adapter'>,
): Notice | null {
  if (now.name !== before.name || now.adapter !== before.adapter)
    return {
      id: 'device',
      passes: true,
      text: () => t('app.notices.otherDevice.moved', { before: device(before), now: device(now) }),
    };
  // What an earlier lab saved does not tell.
  if (before.engineVersion === undefined || before.engineVersion === engineVersion) return null;
  const age = before.engineVersion < engineVersion ? 'earlierEngine' : 'laterEngine';
  return {
    id: 'device',
    passes: true,
    text: () => t(`app.notices.otherDevice.${age}`, { before: device(before) }),
  };
}

/** A page that has not wholly started is drawn all the same. */
export const startNotice = (error: unknown): Notice => ({
  id: 'start',
  text: () => t('app.notices.start', { error: errorMessage(error) }),
});

/** Notices of why nothing is written on this page any more, or not yet. */
export const storageLostNotices = {
  blocked: { id: 'storage', text: () => t('app.notices.storageLost.blocked') },
  waits: { id: 'storage', text: () => t('app.notices.storageLost.waits') },
  newerVersion: { id: 'storage', text: () => t('app.notices.storageLost.newerVersion') },
} satisfies Record<string, Notice>;
