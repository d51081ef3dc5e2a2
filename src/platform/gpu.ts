/** WebGPU's adapter, and what it says of itself, which has moved from place to place between versions of Chrome. */

import { withTimeout } from 'es-toolkit';

/** What an adapter says of itself; empty where it says nothing. */
export interface AdapterFacts {
  vendor: string;
  architecture: string;
  device: string;
  description: string;
  /** Whether the browser itself calls it software. */
  isFallback: boolean;
}

/** As `GPUAdapter.info`, `GPUDevice.adapterInfo` and `requestAdapterInfo()` have it, each in its versions. */
type Info = Partial<GPUAdapterInfo> | undefined;

/** Before Chrome 131, and in earlier versions still. */
interface OlderAdapter {
  info?: Info;
  requestAdapterInfo?(): Promise<Info>;
  isFallbackAdapter?: boolean;
}

/** Whether the browser has WebGPU here. */
export function hasGpu(): boolean {
  try {
    return Boolean(navigator.gpu);
  } catch {
    return false;
  }
}

/** How long a request may take, in milliseconds: a graphics driver that hangs never answers. */
const patience = 30_000;

/** Resolves with an adapter; null where there is none, or the request fails. Never rejects. */
export async function findAdapter(options?: GPURequestAdapterOptions): Promise<GPUAdapter | null> {
  try {
    const request = async () => navigator.gpu.requestAdapter(options);
    return (await withTimeout(request, patience)) ?? null;
  } catch (error) {
    console.warn(error);
    return null;
  }
}

/** Asks an adapter for its facts. Never rejects. */
export async function adapterFacts(adapter: GPUAdapter): Promise<AdapterFacts> {
  const older = adapter as OlderAdapter;
  try {
    const ask = async () => older.info ?? older.requestAdapterInfo?.();
    return factsOf(await withTimeout(ask, patience), older.isFallbackAdapter);
  } catch (error) {
    console.warn(error);
    return factsOf(undefined, older.isFallbackAdapter);
  }
}

/** Reads the facts of the adapter that a device is of; null where the device does not tell, as before Chrome 132. */
export function deviceFacts(device: GPUDevice): AdapterFacts | null {
  try {
    const { adapterInfo } = device as { adapterInfo?: Info };
    return adapterInfo ? factsOf(adapterInfo) : null;
  } catch (error) {
    console.warn(error);
    return null;
  }
}

/** @param isFallback of the adapter, as it was before its info had it */
export function factsOf(info: Info, isFallback?: boolean): AdapterFacts {
  const { vendor, architecture, device, description, isFallbackAdapter } = info ?? {};
  return {
    vendor: vendor ?? '',
    architecture: architecture ?? '',
    device: device ?? '',
    description: description ?? '',
    isFallback: isFallbackAdapter ?? isFallback ?? false,
  };
}
