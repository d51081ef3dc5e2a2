/** Tells software adapters from graphics cards. Without TensorFlow.js, which need not be loaded to know. */

import type { AdapterFacts } from '../platform/gpu';

/** Whether an adapter computes on the CPU (SwiftShader, llvmpipe). */
export function isSoftware(facts: AdapterFacts): boolean {
  const { vendor, architecture, description, isFallback } = facts;
  return isFallback || /swiftshader|llvmpipe|software/i.test(`${vendor} ${architecture} ${description}`);
}
