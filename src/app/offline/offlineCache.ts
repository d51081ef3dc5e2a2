/**
 * The browser's cache of the built page, for use without a network, and the new version that may wait for it. A new version
 * never takes over by itself, nor while this page or another one of the lab trains.
 */

import { debounce } from 'es-toolkit';
import { Workbox } from 'workbox-window';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { t } from '../../i18n/i18n';
import { webLocks } from '../../platform/locks';
import { serviceWorkers } from '../../platform/serviceWorkers';
import { errorMessage } from '../errorMessage';
import type { RunsState, RunsStore } from '../session/runsStore';

/** How the cache stands. */
export interface OfflineState {
  /** Whether the page is cached; or a message for the reader that tells why not. */
  cached: 'unknown' | 'cached' | { error: string };
  /** A new version waits, or has taken over because another page asked for it. */
  update: 'none' | 'waiting' | 'replaced';
  /** Why the update could not be had now. */
  refusal: string | null;
}

/**
 * Held by each page that trains, and by one that changes the version. Copies of the lab elsewhere on the host have their
 * own.
 */
const lockName = () => `attention-lab ${new URL('.', document.baseURI).pathname}`;

/**
 * How long a page keeps its lock once it no longer trains, in milliseconds: between the load of an experiment and its first
 * step it does not either, for as long as a busy machine takes.
 */
const releaseDelay = 5000;

/** Registers the service worker, and asks it for the new version. */
export class OfflineCache {
  readonly state: StoreApi<OfflineState> = createStore<OfflineState>()(() => ({
    cached: 'unknown',
    update: 'none',
    refusal: null,
  }));
  /** The lock while it is held: `released` resolves once the browser has it back. */
  private lock: { release(): void; released: Promise<unknown> } | null = null;
  private readonly releaseSoon = debounce(() => void this.release(), releaseDelay);
  private workbox: Workbox | null = null;
  private locks: LockManager | undefined;
  /** The reader asked here for the version that takes over. */
  private updateRequested = false;

  constructor(private readonly runs: RunsStore) {}

  /**
   * Registers the service worker, which caches the page. Only the built page has one, and only over HTTPS or on this
   * machine. Never rejects.
   */
  async start(): Promise<void> {
    if (!import.meta.env.PROD) return;
    const container = serviceWorkers();
    const locks = await webLocks();
    if (!container || !locks) return;
    this.locks = locks;
    const follow = ({ state }: RunsState) => this.lockWhile(state === 'training' || state === 'loading');
    follow(this.runs.getState());
    this.runs.subscribe(follow);
    let controlled = container.controller !== null;
    const worker = new Workbox(new URL('sw.js', document.baseURI).href);
    worker.addEventListener('waiting', () => this.state.setState({ update: 'waiting', refusal: null }));
    worker.addEventListener('controlling', () => {
      // The first one takes nothing's place.
      if (this.updateRequested) location.reload();
      else if (controlled) this.state.setState({ update: 'replaced', refusal: null });
      controlled = true;
    });
    worker.addEventListener('redundant', () => {
      // What was cached before a new version failed is still there.
      if (this.state.getState().cached === 'unknown') this.fail(t('app.offline.incomplete'));
    });
    this.workbox = worker;
    try {
      await worker.register();
      await container.ready;
      this.state.setState({ cached: 'cached' });
    } catch (error) {
      // Where service workers are blocked, registering one gives nothing, which Workbox does not expect.
      const isBlocked = (await container.register('sw.js').catch(() => null)) === undefined;
      this.fail(
        isBlocked ? t('app.offline.blocked') : t('app.offline.failed', { reason: errorMessage(error) }),
      );
    }
  }

  /** Reloads the page as its new version; where a page of the lab trains, says so in `refusal` and does nothing. */
  async takeUpdate(): Promise<void> {
    if (this.state.getState().update === 'replaced') return location.reload();
    // Its button is there only where this page does not train.
    await this.release();
    await this.locks?.request(lockName(), { ifAvailable: true }, (lock) => {
      this.updateRequested = lock !== null;
      if (this.updateRequested) this.workbox?.messageSkipWaiting();
      else this.state.setState({ refusal: t('app.offline.trainsElsewhere') });
    });
  }

  private lockWhile(trains: boolean): void {
    if (!trains) {
      this.releaseSoon();
      return;
    }
    this.releaseSoon.cancel();
    if (this.lock || !this.locks) return;
    let release = () => {};
    const until = new Promise<void>((resolve) => {
      release = resolve;
    });
    const released = this.locks.request(lockName(), { mode: 'shared' }, () => until).catch(console.warn);
    this.lock = { release, released };
  }

  private async release(): Promise<void> {
    const { lock } = this;
    this.releaseSoon.cancel();
    this.lock = null;
    lock?.release();
    await lock?.released;
  }

  private fail(error: string): void {
    this.state.setState({ cached: { error } });
  }
}
