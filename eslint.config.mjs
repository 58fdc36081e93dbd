import js from '@eslint/js';
import { globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/**
 * The arrows between the folders (ARCHITECTURE.md). `uses`: folders whose code a folder may import; `types`: folders of
 * which it may take types only; `doors`: the files of those that it may use all the same; `packages`: a pattern of the
 * packages it may import, null for none, where not all.
 */
const rooms = {
  client: {
    uses: ['config', 'domain', 'temporal'],
    types: ['ssh', 'workflows'],
    doors: ['ssh/unlock-keys', 'workflows/messages'],
  },
  workflows: { uses: ['domain'], types: ['activities'], packages: '@temporalio/(workflow|common)(/.*)?' },
  activities: { uses: ['ssh', 'parse', 'domain'], types: ['config'] },
  worker: { uses: ['activities', 'config', 'temporal', 'workflows', 'ssh', 'domain'], types: [] },
  config: { uses: ['domain'], types: ['ssh'] },
  domain: { uses: [], types: [], packages: null },
  parse: { uses: ['domain'], types: [], packages: null },
  ssh: { uses: ['domain'], types: [] },
  temporal: { uses: ['domain'], types: [] },
  lab: { uses: ['domain', 'config'], types: ['ssh'] },
  stack: { uses: ['config', 'domain', 'temporal'], types: [] },
  bench: {
    uses: ['activities', 'chaos', 'client', 'config', 'domain', 'lab', 'ssh', 'temporal', 'worker', 'workflows'],
    types: [],
  },
  chaos: { uses: ['client', 'config', 'domain', 'lab', 'temporal', 'worker', 'workflows'], types: [] },
};

const importRule = ({ room, uses, types, doors = [], packages }) => {
  const notDoors = doors.map((door) => `(?!${door}$)`).join('');
  const closed = Object.keys(rooms).filter(
    (other) => other !== room && !uses.includes(other) && !types.includes(other),
  );
  const patterns = [
    { names: [...closed, 'test', 'scripts', 'dist'], message: `${room}/ does not import this folder.` },
    { names: types, message: `${room}/ takes types only from this folder: use "import type".`, allowTypeImports: true },
  ]
    .filter(({ names }) => names.length > 0)
    .map(({ names, ...rest }) => ({ regex: `^(\\.\\./)+${notDoors}(${names.join('|')})(/|$)`, ...rest }));
  if (packages !== undefined) {
    const allowed = packages === null ? '' : `(?!${packages}$)`;
    patterns.push({ regex: `^${allowed}[^.]`, message: `${room}/ does not import this package.` });
  }
  return { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] };
};

const importRules = Object.entries(rooms).map(([room, arrows]) => ({
  files: [`${room}/**/*.ts`],
  rules: importRule({ room, ...arrows }),
}));

/** Where the client's process also runs a worker, or a simulated pool. */
const localSession = {
  files: ['client/local-session.ts', 'client/serve.ts', 'client/simulated-pools.ts'],
  rules: importRule({ room: 'client', ...rooms.client, uses: [...rooms.client.uses, 'worker', 'lab'] }),
};

/** What a workflow does must be the same when it is replayed, and so must all it calls. */
const deterministic = {
  files: ['workflows/**/*.ts', 'domain/**/*.ts', 'parse/**/*.ts'],
  rules: {
    'no-restricted-globals': ['error', 'process', 'Buffer', 'require', 'fetch', 'performance', 'crypto', '__dirname'],
    'no-restricted-properties': [
      'error',
      { object: 'Date', property: 'now', message: 'Time comes in as data.' },
      { object: 'Math', property: 'random', message: 'Chance comes in as data.' },
    ],
    'no-restricted-syntax': [
      'error',
      { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Time comes in as data.' },
    ],
  },
};

const everyFile = {
  rules: {
    eqeqeq: ['error', 'always', { null: 'ignore' }],
    'max-lines': ['error', { max: 300 }],
    'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'], location: 'anywhere' }],
    'require-atomic-updates': 'error',
  },
};

const typed = {
  files: ['**/*.ts'],
  languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
  rules: {
    'max-lines-per-function': ['error', { max: 70 }],
    '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
    '@typescript-eslint/consistent-type-imports': 'error',
    '@typescript-eslint/explicit-module-boundary-types': 'error',
    '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  },
};

/** Tests read as sentences and tables: long describe blocks are fine, and matchers are `any` by nature. */
const tests = {
  files: ['test/**/*.ts'],
  rules: {
    'max-lines-per-function': 'off',
    '@typescript-eslint/explicit-module-boundary-types': 'off',
    '@typescript-eslint/no-unsafe-assignment': 'off',
    'no-restricted-properties': [
      'error',
      ...['describe', 'test', 'it'].map((object) => ({ object, property: 'only', message: 'Every test runs.' })),
    ],
  },
};

/** The type of the activities is what this function returns; writing it down would say everything twice. */
const activitiesType = {
  files: ['activities/create-activities.ts'],
  rules: { '@typescript-eslint/explicit-module-boundary-types': 'off' },
};

export default tseslint.config(
  globalIgnores(['dist/', 'node_modules/', 'coverage/']),
  js.configs.recommended,
  everyFile,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
  },
  typed,
  deterministic,
  ...importRules,
  localSession,
  activitiesType,
  tests,
  {
    files: ['**/*.{js,cjs,mjs}'],
    languageOptions: {
      globals: { console: 'readonly', performance: 'readonly', process: 'readonly', module: 'writable' },
    },
  },
);
