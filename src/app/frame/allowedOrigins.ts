/** Which pages may speak with a frame: those of the lab's own origin, and of the origins in `embed.json` beside index.html. */
import { siteAddress } from '../../platform/address';
import { z } from '../../zod';

const mostOrigins = 100;

const fileSchema = z.object({ origins: z.array(z.string().max(300)).max(mostOrigins) });

/** Fetches the origins. Never rejects: without a file, or with a damaged one, the lab's own is the only one. */
export async function allowedOrigins(): Promise<readonly string[]> {
  // Of a page out of a file it names no one.
  const own = [location.origin].filter(isOrigin);
  try {
    const response = await fetch(new URL('embed.json', siteAddress()), { cache: 'no-cache' });
    // Some hosts answer every address with their page.
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    if (!response.ok || !isJson) return own;
    return [...new Set([...own, ...originsIn(await response.text(), console.warn)])];
  } catch (error) {
    console.warn(error);
    return own;
  }
}

/** Reads the file's text. What is no origin is left out, and `warn` is told. */
export function originsIn(text: string, warn: (sentence: string) => void): readonly string[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    warn('embed.json is not JSON.');
    return [];
  }
  const parsed = fileSchema.safeParse(value);
  if (!parsed.success) {
    warn(`embed.json is not of the form {"origins": ["https://…"]}, with at most ${mostOrigins} of them.`);
    return [];
  }
  const { origins } = parsed.data;
  const wrong = origins.filter((origin) => !isOrigin(origin));
  if (wrong.length > 0)
    warn(
      `embed.json lists what is no origin: ${wrong.join(', ')}. One is scheme, host and port, as https://example.org; * is none.`,
    );
  return origins.filter(isOrigin);
}

function isOrigin(text: string): boolean {
  try {
    const { origin, protocol } = new URL(text);
    // A wildcard is a host to the browser, and would be met by no page.
    return origin === text && /^https?:$/.test(protocol) && !text.includes('*');
  } catch {
    return false;
  }
}
