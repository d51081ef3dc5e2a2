// Which rooms of src may import which, and that no imports go in a circle. Part of the static checks.

/** Rooms from the ground up: a room imports those before it. */
const order = ['device', 'ops', 'attention', 'model', 'train', 'measure', 'export', 'runtime', 'app', 'ui'];

const room = (...names) => `^src/(${names.join('|')})/`;

/** Forbids imports from one set of paths to others of src. */
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
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true },
    },
    only('device-stands-alone', room('device'), room('device')),
    only('ops-on-device', room('ops'), room('device', 'ops')),
    only(
      'attention-on-ops',
      room('attention'),
      `${room('device', 'ops', 'attention')}|^src/(data/random|zod)[.]ts$`,
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
    ...order.slice(0, -1).map((name, i) => ({
      name: `${name}-below`,
      severity: 'error',
      from: { path: room(name) },
      to: { path: room(...order.slice(i + 1)) },
    })),
    {
      name: 'document-below-app',
      severity: 'error',
      from: { path: room('data', 'experiment', 'document') },
      to: { path: room('app', 'ui', 'runtime') },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.mjs', '.js', '.css'] },
  },
};
