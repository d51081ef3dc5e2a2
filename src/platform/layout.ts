/** What the page asks of its layout. */

/** Whether a media query holds. */
export const mediaMatches = (query: string): boolean => matchMedia(query).matches;

/** Fills in for what libraries use without asking, where the browser lacks it. */
export function fillInLayout(): void {
  fillInMatchMedia();
  fillInResizeObserver();
}

/** Answers by the window's width alone, and never changes its answer. */
function fillInMatchMedia(): void {
  globalThis.matchMedia ??= (media) => {
    const least = /min-width: (\d+)px/.exec(media)?.[1];
    const matches = least !== undefined && innerWidth >= Number(least);
    return Object.assign(new EventTarget(), {
      media,
      matches,
      onchange: null,
      addListener() {},
      removeListener() {},
    });
  };
}

/**
 * Fills in for a ResizeObserver, which libraries use without asking: tells the size once, and again with the window's.
 */
function fillInResizeObserver(): void {
  globalThis.ResizeObserver ??= class implements ResizeObserver {
    private readonly targets = new Set<Element>();
    private readonly tell = () => {
      const entries = [...this.targets].map((target) => ({ target, contentRect: sizeOf(target) }));
      if (entries.length > 0) this.callback(entries as unknown as ResizeObserverEntry[], this);
    };

    constructor(private readonly callback: ResizeObserverCallback) {}

    observe(target: Element): void {
      if (this.targets.size === 0) addEventListener('resize', this.tell);
      this.targets.add(target);
      requestAnimationFrame(this.tell);
    }

    unobserve(target: Element): void {
      this.targets.delete(target);
      if (this.targets.size === 0) removeEventListener('resize', this.tell);
    }

    disconnect(): void {
      this.targets.clear();
      removeEventListener('resize', this.tell);
    }
  };
}

const sizeOf = ({ clientWidth, clientHeight }: Element) =>
  new DOMRectReadOnly(0, 0, clientWidth, clientHeight);
