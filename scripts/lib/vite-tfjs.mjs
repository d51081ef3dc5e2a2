// Takes out of TensorFlow.js what no language model computes, so that the worker stays small: WebGL, layers, converter and
// data API, and kernels, gradients and chained operations for images, convolutions, pooling, strings, signals, and sparse and
// ragged tensors. The code goes on naming @tensorflow/tfjs. In Node, where nothing is downloaded, the package is whole.

/** The package's own entry less WebGL and the three APIs. */
const entryCode = `
import '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
export * from '@tensorflow/tfjs-core';
export * from '@tensorflow/tfjs-backend-cpu';
`;

const entry = /@tensorflow[\\/]tfjs[\\/]dist[\\/]index\.js$/;
const registers =
  /@tensorflow[\\/]tfjs-[a-z-]+[\\/]dist[\\/](?:public[\\/]chained_ops[\\/])?register_all_(?:kernels|gradients|chained_ops)\.js$/;

/** Families of operations by their files' names, which are those of kernels or in snake case. */
const unused =
  /conv[123]d|pool|dilation|resize|crop|nonmax|rotate|flip|^transform$|draw|frompixels|fft|string|staticregex|sparse|ragged|lrn|localresponse|batchnorm|spacetobatch|batchtospace|depthtospace|bincount|searchsorted|unique/;

const importLine = /^import (?:\{ (\w+) \} from )?'\.\/(?:[\w/]+\/)?(\w+)';$/gm;

/**
 * A file of TensorFlow.js that registers operations, without those of the unused families.
 * @param {string} code of a register_all_*.js: an import for each, and a list of what they name
 * @returns {string}
 */
export function withoutUnused(code) {
  const names = new Set();
  const imports = code.replace(importLine, (line, name, file) => {
    if (!unused.test(file.replaceAll('_', '').toLowerCase())) return line;
    if (name) names.add(name);
    return '';
  });
  return imports.replace(/^ {4}(\w+),?$/gm, (line, name) => (names.has(name) ? '' : line));
}

/** Does it where files are loaded: in a build, and in what Vite bundles beforehand for development and browser tests. */
const reduced = () => ({
  name: 'tfjs',
  transform: {
    filter: { id: [entry, registers] },
    /** @param {string} code @param {string} id */
    handler: (code, id) => ({ code: entry.test(id) ? entryCode : withoutUnused(code), map: null }),
  },
});

/** @returns {import('vite').Plugin} */
export function tfjs() {
  return {
    ...reduced(),
    config: () => ({ optimizeDeps: { rolldownOptions: { plugins: [reduced()] } } }),
    onLog(_level, log) {
      // A name that the page lacks, though Node and the types have it.
      if (log.code === 'IMPORT_IS_UNDEFINED') this.error(log);
    },
  };
}
