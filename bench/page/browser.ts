/** Names browser and system as far as the browser tells. */
import { toldCores, type UserAgentData, userAgent, userAgentData } from '../../src/platform/machine';

export interface BrowserFacts {
  /** Such as "Firefox 145". */
  browser: string;
  /** Such as "Windows 15.0.0 x86". */
  system: string;
  /** Logical cores, as far as the browser tells; null where it does not. */
  cores: number | null;
}

/**
 * Picks the browser's name and version from navigator.userAgentData.brands: a product built on Chromium before "Chromium", and
 * never the decoy brand ("Not A Brand"). @returns null where there is none
 */
export function nameOfBrands(brands: UserAgentData['brands']): string | null {
  const real = brands.filter(({ brand }) => !/not.*brand/i.test(brand));
  const named = real.find(({ brand }) => brand !== 'Chromium') ?? real[0];
  return named ? `${named.brand} ${named.version}` : null;
}

/** Browsers by the word of their user agent that tells them, those before that use the words of the next. */
const words: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['Firefox', /(?:Firefox|FxiOS)\/([\d.]+)/],
  ['Edge', /Edg\w*\/([\d.]+)/],
  ['Chrome', /(?:Chrome|CriOS)\/([\d.]+)/],
  ['Safari', /Version\/([\d.]+).* Safari/],
];

/** Names the browser of a user agent; the whole user agent where it is none of those known. */
export function nameOfUserAgent(userAgent: string): string {
  for (const [name, pattern] of words) {
    const version = pattern.exec(userAgent)?.[1];
    if (version) return `${name} ${version}`;
  }
  return userAgent;
}

/** The system of a user agent: its first bracket, without the engine's revision. */
export const systemOfUserAgent = (userAgent: string): string =>
  /\(([^)]+)\)/.exec(userAgent)?.[1]?.replace(/; rv:[\d.]+/, '') ?? 'unknown';

/** Asks the browser; nothing of it leaves the page. */
export async function browserFacts(): Promise<BrowserFacts> {
  const data = userAgentData();
  const ask = async () => data?.getHighEntropyValues(['platformVersion', 'architecture', 'model']);
  const details = await ask().catch(() => undefined);
  const { platformVersion, architecture, model } = details ?? {};
  const system = [data?.platform, platformVersion, architecture, model].filter(Boolean).join(' ');
  return {
    browser: (data?.brands && nameOfBrands(data.brands)) ?? nameOfUserAgent(userAgent()),
    system: system || systemOfUserAgent(userAgent()),
    cores: toldCores(),
  };
}
