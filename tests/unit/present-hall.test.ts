// @vitest-environment happy-dom
// The view for the hall and the presenter's window, with the channel between them: the screen that stays on, a full screen that is
// refused, two halls, a reload, and a hall without a lesson.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createApp } from '../../src/app/app';
import { openHallChannel } from '../../src/app/present/messages';
import { Presenter } from '../../src/app/present/presenter';
import { lessons } from '../../src/lessons';
import { inProcess } from '../support/inProcess';

const mixing = lessons.find(({ id }) => id === 'mixing') as (typeof lessons)[number];

/** All that were opened. */
const channels: BroadcastChannel[] = [];
const RealChannel = BroadcastChannel;
class KnownChannel extends RealChannel {
  constructor(name: string) {
    super(name);
    channels.push(this);
  }
}

const apps: ReturnType<typeof createApp>[] = [];
/** A page of its own; what the tab keeps is shared, as of one that is reloaded or duplicated. */
function openPage() {
  const app = createApp(inProcess());
  apps.push(app);
  return app;
}

/** A browser that lets pages keep the screen on, with what was asked of it. */
function screen() {
  const locks: { released: boolean }[] = [];
  const request = async () => {
    const lock = { released: false };
    locks.push(lock);
    return {
      release: async () => {
        lock.released = true;
      },
    };
  };
  Object.defineProperty(navigator, 'wakeLock', { configurable: true, value: { request } });
  return locks;
}

/** A presenter's window asks as long as it is open. */
let every: ReturnType<typeof vi.spyOn>;

const shownAgain = (visible: boolean) => {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(visible ? 'visible' : 'hidden');
  document.dispatchEvent(new Event('visibilitychange'));
};

beforeEach(() => {
  sessionStorage.clear();
  history.replaceState(null, '', '/lab/');
  vi.spyOn(console, 'warn').mockImplementation(() => {});
  every = vi.spyOn(globalThis, 'setInterval');
  vi.stubGlobal('BroadcastChannel', KnownChannel);
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('There is no network here.')));
});
afterEach(() => {
  for (const { present } of apps.splice(0)) if (present.state.getState().shown) present.leave();
  for (const { value } of every.mock.results) clearInterval(value as NodeJS.Timeout);
  for (const channel of channels.splice(0)) channel.close();
  vi.unstubAllGlobals();
  Reflect.deleteProperty(navigator, 'wakeLock');
  vi.restoreAllMocks();
});

describe('the screen', () => {
  it('stays on while the view is shown: asked for once more when the tab is shown again, given back at the end', async () => {
    const locks = screen();
    const { present } = openPage();
    await present.enter();
    expect(locks).toEqual([{ released: false }]);
    shownAgain(false);
    expect(locks).toHaveLength(1);
    shownAgain(true);
    await vi.waitFor(() => expect(locks).toHaveLength(2));
    present.leave();
    await vi.waitFor(() => expect(locks[1]).toEqual({ released: true }));
    shownAgain(true);
    expect(locks).toHaveLength(2);
  });
  it('goes dark as the system has it where the browser keeps none on', async () => {
    const { present } = openPage();
    await present.enter();
    expect(present.state.getState().shown).toBe(true);
    present.leave();
  });
  it('is a window where full screen is refused, which is said', async () => {
    const { present } = openPage();
    document.documentElement.requestFullscreen = () =>
      Promise.reject(new TypeError('Permissions check failed'));
    await present.enter();
    expect(present.state.getState()).toMatchObject({ shown: true, remark: 'noFullScreen' });
    await present.toggleFullScreen();
    expect(present.state.getState()).toMatchObject({ shown: true, remark: 'noFullScreen' });
    Reflect.deleteProperty(document.documentElement, 'requestFullscreen');
  });
});

describe('the two windows', () => {
  const hallOf = ({ present }: ReturnType<typeof openPage>) => present.state.getState().hall;
  const claimOf = (presenter: Presenter) => presenter.state.getState().hall?.claim;
  const begin = async (app: ReturnType<typeof openPage>, claim: string) => {
    await app.present.enter();
    app.present.draw({ claim, beside: null, picture: [] });
  };

  it('a window opened from a hall speaks to that one, one opened by itself to the first that answers, and to no other', async () => {
    const one = openPage();
    sessionStorage.clear();
    const two = openPage();
    expect(hallOf(one)).not.toBe(hallOf(two));
    await begin(one, 'One');
    await begin(two, 'Two');
    const ofTwo = new Presenter(hallOf(two));
    const ofAny = new Presenter(null);
    await vi.waitFor(() => expect(claimOf(ofTwo)).toBe('Two'));
    await vi.waitFor(() => expect(['One', 'Two']).toContain(claimOf(ofAny)));
    const first = claimOf(ofAny);
    for (const { present } of [one, two]) present.draw({ claim: 'Later', beside: null, picture: [] });
    await vi.waitFor(() => expect(claimOf(ofAny)).toBe('Later'));
    await begin(one, 'One');
    await begin(two, 'Two');
    await vi.waitFor(() => expect(claimOf(ofTwo)).toBe('Two'));
    await vi.waitFor(() => expect(claimOf(ofAny)).toBe(first));

    ofTwo.do('black');
    await vi.waitFor(() => expect(two.present.state.getState().black).toBe(true));
    expect(one.present.state.getState().black).toBe(false);
  });

  it('a duplicated tab takes another name, and leaves the window to the hall that it was', async () => {
    const one = openPage();
    await begin(one, 'One');
    const name = hallOf(one);
    const presenter = new Presenter(name);
    await vi.waitFor(() => expect(claimOf(presenter)).toBe('One'));
    const copy = openPage();
    expect(hallOf(copy)).toBe(name);
    await new Promise((resolve) => setTimeout(resolve, 2));
    await begin(copy, 'Copy');
    await vi.waitFor(() => expect(hallOf(copy)).not.toBe(name));
    expect(hallOf(one)).toBe(name);
    await vi.waitFor(() => expect(claimOf(presenter)).toBe('One'));
    presenter.do('code');
    await vi.waitFor(() => expect(one.present.state.getState().code).toBe(true));
    expect(copy.present.state.getState().code).toBe(false);
  });

  it('after a reload while something trains the hall is there again under its name, and tells how the training stands', async () => {
    history.replaceState(null, '', '/lab/?present');
    const before = openPage();
    before.present.start();
    await before.lessons.open(mixing, 1);
    before.session.runs.setState({
      state: 'training',
      progress: { step: 3, steps: 600, tokensPerSecond: 1, secondsLeft: null },
    });
    const own = [...channels];
    const presenter = new Presenter(hallOf(before));
    const hall = () => presenter.state.getState();
    await vi.waitFor(() => expect(hall()).toMatchObject({ connected: true, hall: { training: 'training' } }));
    before.present.toggleBlack();
    // What a page does that goes away.
    window.dispatchEvent(new Event('pagehide'));
    for (const channel of own) channel.close();
    await vi.waitFor(() => expect(hall().connected).toBe(false));
    expect(hall().hall?.lesson).toEqual({ id: 'mixing', at: 1 });

    const after = openPage();
    after.session.runs.setState({
      state: 'paused',
      progress: { step: 2, steps: 600, tokensPerSecond: 0, secondsLeft: null },
    });
    after.present.start();
    expect(hallOf(after)).toBe(hallOf(before));
    await vi.waitFor(() =>
      expect(hall()).toMatchObject({ connected: true, hall: { training: 'paused', black: true } }),
    );
  });

  it('without a lesson the arrows go from capture to capture, and Space trains', async () => {
    const app = openPage();
    const trains = vi.spyOn(app.session, 'train').mockResolvedValue();
    const moves = vi.spyOn(app.playback, 'moveBy');
    await begin(app, 'Untitled');
    const presenter = new Presenter(null);
    await vi.waitFor(() => expect(presenter.state.getState().hall?.lesson).toBeNull());
    presenter.do('next');
    await vi.waitFor(() => expect(moves).toHaveBeenCalledWith(1));
    presenter.do('space');
    await vi.waitFor(() => expect(trains).toHaveBeenCalledOnce());
    // There is no stage to go back to.
    await app.present.escape();
    expect(app.present.state.getState().shown).toBe(false);
    await vi.waitFor(() => expect(presenter.state.getState().connected).toBe(false));
  });

  it('says that the browser has no channel between windows', () => {
    vi.stubGlobal('BroadcastChannel', undefined);
    expect(openHallChannel(() => {})).toBeUndefined();
    const presenter = new Presenter(null);
    expect(presenter.state.getState()).toMatchObject({ noChannel: true, connected: false });
  });
});
