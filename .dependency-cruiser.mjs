// Which rooms of src may import which, and that no imports go in a circle. Part of the static checks.

/** Rooms from the ground up: a room imports those before it. */
const order = [
  'device',
  'ops',
  'attention',
  'model',
  'train',
  'measure',
  'export',
  'runtime',
  'headless',
  'app',
  'ui',
];

/** Paths of rooms. @param {string[]} names */
const room = (...names) => `^src/(${names.join('|')})/`;

/** Where a file takes a type or a size from the one that chooses it; no new ones. */
const knownCircles = [
  '^src/ops/webgpu/matmul(Shared|Registers)?[.]ts$',
  '^src/attention/(projectHeads|kernels/splitHeads)[.]ts$',
];

/**
 * Forbids imports from one set of paths to others of src.
 * @param {string} name @param {string} from @param {string} allowed
 * @returns {import('dependency-cruiser').IForbiddenRuleType}
 */
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { path: '^src/', pathNot: allowed },
});

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'The exceptions are three circles known by name.',
      severity: 'error',
      from: { path: '^src/', pathNot: knownCircles },
      to: { circular: true },
    },
    only('format-stands-alone', room('format'), room('format')),
    only('device-stands-alone', room('device'), room('device', 'format')),
    only('ops-on-device', room('ops'), room('device', 'ops', 'format')),
    only(
      'attention-on-ops',
      room('attention'),
      `${room('device', 'ops', 'attention', 'format')}|^src/(data/random|zod)[.]ts$`,
    ),
    {
      name: 'no-tfjs-on-the-page',
      comment: 'TensorFlow.js is of the worker; the page that imports it loads it twice.',
      severity: 'error',
      from: {
        path: `${room('data', 'experiment', 'document', 'app', 'ui')}|^src/attention/(variants/|forms/[^/]+/index[.]ts)`,
      },
      to: { path: '@tensorflow/', dependencyTypesNot: ['type-only'] },
    },
    ...order.slice(0, -1).map(
      (name, i) =>
        /** @type {const} */ ({
          name: `${name}-below`,
          severity: 'error',
          from: { path: room(name) },
          to: { path: room(...order.slice(i + 1)) },
        }),
    ),
    {
      name: 'headless-beside-app',
      comment: 'Headless runs are of Node and have no page; the page is of the browser.',
      severity: 'error',
      from: { path: room('app', 'ui') },
      to: { path: room('headless') },
    },
    {
      name: 'document-below-app',
      severity: 'error',
      from: { path: room('data', 'experiment', 'document') },
      to: { path: room('runtime', 'headless', 'app', 'ui') },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.mjs', '.js', '.css'] },
  },
};
