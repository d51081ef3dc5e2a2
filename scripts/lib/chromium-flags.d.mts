// What the tests, which are TypeScript, take from chromium-flags.mjs.
export const commonFlags: string[];
export const webgpuFlag: string;
