/** The compiled kernels as base64: see scripts/lib/vite-assemblyscript.mjs. */
declare module 'virtual:processor-kernels/*' {
  const base64: string;
  export default base64;
}
