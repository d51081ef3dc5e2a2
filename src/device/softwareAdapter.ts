/** Tells software adapters from graphics cards. Without TensorFlow.js, which need not be loaded to know. */

/** Whether an adapter computes on the CPU (SwiftShader, llvmpipe). */
export function isSoftware(info: GPUAdapterInfo): boolean {
  const { vendor, architecture, description, isFallbackAdapter } = info;
  return (
    isFallbackAdapter || /swiftshader|llvmpipe|software/i.test(`${vendor} ${architecture} ${description}`)
  );
}
