/**
 * Packs the serverless worker, out of dist/, into one zip for AWS Lambda: its code, what that imports, the host-side
 * scripts, and the native module of one processor. The same files give the same zip.
 *   npm run build:lambda -- [--arch x86_64|arm64]
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { nodeFileTrace } from '@vercel/nft';
import { zipSync } from 'fflate';

const root = path.join(import.meta.dirname, '..');
/** Where it begins, and what the SDK loads by its path. */
const entries = ['dist/worker/lambda.js', 'dist/temporal/encryption/failure-converter.js'];
const nativeModules = 'node_modules/@temporalio/core-bridge/releases';
/** AWS's names of processors, and the Temporal SDK's of its native modules. */
const triples = { x86_64: 'x86_64-unknown-linux-gnu', arm64: 'aarch64-unknown-linux-gnu' };

/** What Lambda takes: unpacked, and zipped unless the zip comes by S3. */
const limitsMb = { unpacked: 250, direct: 50 };
const megabytes = (bytes) => bytes / 2 ** 20;

/**
 * The SDK loads webpack's first two files when it is loaded, and all else of its bundler only to bundle workflows.
 * Ours come bundled.
 */
const loadedOfWebpack = ['package.json', 'lib/index.js', 'lib/util/memoize.js'];
const bundler = ['webpack', 'webpack-sources', 'schema-utils', '@swc/core', 'swc-loader', 'source-map-loader'];
const isUnusedBundler = (file) =>
  bundler.some((name) => file.startsWith(`node_modules/${name}/`)) &&
  !loadedOfWebpack.some((each) => file === `node_modules/webpack/${each}`);

/**
 * For developers, ssh2's program for Windows, and what ssh2 compiles, for this machine's processor, where there is a
 * compiler: without it Node's own ciphers serve.
 */
const isUnused = (file) => /\.(map|d\.[cm]?ts|exe|node)$/.test(file);

async function tracedFiles() {
  const { fileList } = await nodeFileTrace(entries, {
    base: root,
    processCwd: root,
    ignore: (file) => file.startsWith(`${nativeModules}/`) || isUnusedBundler(file),
  });
  return [...fileList].filter((file) => !isUnused(file));
}

async function hostScripts() {
  const found = await Promise.all(
    ['dist/activities', 'dist/ssh'].map(async (folder) => {
      const files = await readdir(path.join(root, folder), { recursive: true });
      return files.filter((file) => file.endsWith('.sh')).map((file) => path.join(folder, file));
    }),
  );
  return found.flat();
}

/** Readable by the user that Lambda runs functions as, and with one time for all: what is equal stays equal. */
const zipAttributes = { os: 3, attrs: 0o100644 << 16, mtime: new Date(1980, 0, 1), level: 9 };

const zipped = (contents) =>
  zipSync(Object.fromEntries(contents.map(([file, bytes]) => [file, [bytes, zipAttributes]])));

function refuse(message) {
  console.error(message);
  process.exit(1);
}

const { arch } = parseArgs({ options: { arch: { type: 'string', default: 'x86_64' } } }).values;
if (!Object.hasOwn(triples, arch)) refuse(`--arch is ${Object.keys(triples).join(' or ')}, not ${arch}`);
const bundles = ['dist/workflows/bundle.js', 'dist/workflows/encrypting-bundle.js'];
const needed = [...entries, ...bundles, `${nativeModules}/${triples[arch]}/index.node`];
const missing = needed.filter((file) => !existsSync(path.join(root, file)));
if (missing.length > 0) refuse(`${missing.join(', ')} is not there: npm ci and npm run build come first`);

const files = [...new Set([...(await tracedFiles()), ...(await hostScripts()), ...needed])].sort();
const contents = await Promise.all(files.map(async (file) => [file, await readFile(path.join(root, file))]));
const zip = zipped(contents);
const zipFile = path.join('dist', 'lambda', `xen-offload-${arch}.zip`);
await mkdir(path.join(root, 'dist', 'lambda'), { recursive: true });
await writeFile(path.join(root, zipFile), zip);

const unpackedMb = megabytes(contents.reduce((sum, [, bytes]) => sum + bytes.length, 0));
const zippedMb = megabytes(zip.length);
const way = zippedMb > limitsMb.direct ? 'upload it through S3' : 'small enough to upload directly';
console.log(
  `${zipFile}: ${files.length} files, ${zippedMb.toFixed(1)} MB zipped (${way}), ${unpackedMb.toFixed(1)} MB unpacked`,
);
if (unpackedMb > limitsMb.unpacked) refuse(`AWS Lambda takes ${limitsMb.unpacked} MB unpacked`);
