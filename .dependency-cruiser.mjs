// Which folders of src may import which, and that no imports go in a circle. Part of the static checks.

/** Folders from the ground up: a folder imports those before it. */
const order = [
  'data',
  'device',
  'ops',
  'attention',
  'experiment',
  'model',
  'engine',
  'processor',
  'tfjs',
  'train',
  'measure',
  'export',
  'document',
  'atlas',
  'runtime',
  'lessons',
  'headless',
  'app',
  'ui',
];

/** Paths of folders. @param {string[]} names */
const folder = (...names) => `^src/(${names.join('|')})/`;

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
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true },
    },
    only('format-stands-alone', folder('format'), folder('format')),
    only('platform-stands-alone', folder('platform'), folder('platform')),
    only('i18n-stands-alone', folder('i18n'), folder('i18n')),
    {
      name: 'sentences-of-the-page-alone',
      comment: 'The worker and the command line load no catalogue.',
      severity: 'error',
      from: { path: folder(...order.filter((name) => name !== 'app' && name !== 'ui')) },
      to: { path: folder('i18n') },
    },
    only('device-stands-alone', folder('device'), folder('device', 'format', 'platform')),
    only('ops-on-device', folder('ops'), folder('device', 'ops', 'format')),
    only(
      'attention-on-ops',
      folder('attention'),
      `${folder('device', 'ops', 'attention', 'format')}|^src/(data/random|zod)[.]ts$`,
    ),
    {
      name: 'no-tfjs-on-the-page',
      comment: 'TensorFlow.js is of the worker; the page that imports it loads it twice.',
      severity: 'error',
      from: {
        path: `${folder('data', 'experiment', 'document', 'app', 'ui')}|^src/attention/(variants/|forms/[^/]+/index[.]ts)`,
      },
      to: { path: '@tensorflow/', dependencyTypesNot: ['type-only'] },
    },
    ...order.slice(0, -1).map(
      (name, i) =>
        /** @type {const} */ ({
          name: `${name}-below`,
          severity: 'error',
          from: { path: folder(name) },
          to: { path: folder(...order.slice(i + 1)) },
        }),
    ),
    {
      name: 'headless-beside-app',
      comment: 'Headless runs are of Node and have no page; the page is of the browser.',
      severity: 'error',
      from: { path: folder('app', 'ui') },
      to: { path: folder('headless') },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.mjs', '.js', '.css'] },
  },
};
