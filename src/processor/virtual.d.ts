/** The compiled kernels as base64: see scripts/lib/vite-assemblyscript.mjs. */
declare module 'virtual:processor-kernels' {
  export const plain: string;
  export const relaxed: string;
}
