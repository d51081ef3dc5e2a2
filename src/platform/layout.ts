/** What the page asks of its layout. */

/** Whether a media query holds; false where the browser does not tell. */
export function mediaMatches(query: string): boolean {
  try {
    return matchMedia(query).matches;
  } catch {
    return false;
  }
}

/** Fills in for what libraries use without asking, where the browser lacks it. */
export function fillInLayout(): void {
  fillInMatchMedia();
  fillInResizeObserver();
  fillInFonts();
}

/** Text fields that grow with their text wait for fonts: here none is ever loaded. */
function fillInFonts(): void {
  if (globalThis.document && !document.fonts)
    Object.defineProperty(document, 'fonts', { value: new EventTarget() });
}

/** Whether the browser answers media queries: some answer null in a frame that is not shown. */
function answersQueries(): boolean {
  try {
    return Boolean(matchMedia('all'));
  } catch {
    return false;
  }
}

/** Answers by the window's width alone, and never changes its answer. */
function fillInMatchMedia(): void {
  if (answersQueries()) return;
  globalThis.matchMedia = (media) => {
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
