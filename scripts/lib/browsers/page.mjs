// What a smoke test asks of a browser, whichever protocol drives it.

/**
 * One browser with one page and a profile of its own.
 * @typedef {object} DrivenPage
 * @property {string} version as the browser says it
 * @property {(url: string) => Promise<void>} open resolves when the document is loaded
 * @property {<Args extends unknown[], T>(script: (...args: Args) => T, ...args: Args) => Promise<Awaited<T>>} evaluate
 *   runs a function in the page: it sees nothing of where it stands, and takes and returns JSON
 * @property {() => Promise<Buffer>} screenshot a PNG of the window
 * @property {() => Promise<void>} close
 */

/**
 * Polls until a function in the page returns something that holds.
 * @template {unknown[]} Args
 * @template T
 * @param {DrivenPage} page
 * @param {string} what for the error: "the page knows its engine"
 * @param {(...args: Args) => T} script
 * @param {Args} args
 * @returns {Promise<NonNullable<Awaited<T>>>}
 */
export async function until(page, what, script, ...args) {
  const end = performance.now() + 90_000;
  for (;;) {
    const value = await page.evaluate(script, ...args);
    if (value) return value;
    if (performance.now() > end) {
      const said = await page.evaluate(() => {
        const parts = document.querySelectorAll(
          '[data-testid="progress"], [data-testid="message"], [role="alert"]',
        );
        return Array.from(parts, (part) => part.textContent).join('\n');
      });
      throw new Error(`In a minute and a half it did not come about that ${what}. The page says:\n${said}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** A function and what it is called with, as an expression that a page evaluates to a promise of JSON. @param {Function} script @param {unknown[]} args */
export const asExpression = (script, args) =>
  `(async () => JSON.stringify({ value: await (${script})(...${JSON.stringify(args)}) }))()`;

/** What asExpression came to. @param {string} json */
export const fromExpression = (json) => JSON.parse(json).value;
