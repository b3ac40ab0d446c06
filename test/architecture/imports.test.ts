import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { rootFolder } from '../../root.ts';

const rooms = ['engine', 'rego', 'collectors', 'reports', 'service', 'cli'];
const planted = path.join(rootFolder, 'engine', 'result', 'planted-violation.ts');

function sources(room: string): string[] {
  return fs
    .readdirSync(path.join(rootFolder, room), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
    .map((file) => path.join(room, file));
}

/** Packages that a file imports, without those of Node. */
function packagesOf(file: string): string[] {
  const text = fs.readFileSync(path.join(rootFolder, file), 'utf8');
  const statements =
    /^(?:import|export)\b[^;]*?from '([@a-z][\w@/.-]*)'|^import '([@a-z][\w@/.-]*)'|import\('([@a-z][\w@/.-]*)'\)/gm;
  const names = [...text.matchAll(statements)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
  return names
    .filter((name) => !name.startsWith('node:'))
    .map((name) => (name.startsWith('@') ? name.split('/').slice(0, 2).join('/') : (name.split('/')[0] ?? name)));
}

/** Where each library may be imported: one file, or one folder. Zod is the language of our schemas and stands apart. */
const homes: Record<string, string> = {
  '@cyclonedx/cyclonedx-library': 'collectors/sbom/cyclonedx-faults.ts',
  '@libpdf/core': 'reports/',
  '@open-policy-agent/opa-wasm': 'engine/wasm/',
  '@sparticuz/chromium': 'service/browser',
  commander: 'cli/main.ts',
  croner: 'service/schedule/cron.ts',
  'd3-scale': 'reports/',
  dockerode: 'collectors/docker/',
  fastify: 'service/serve/http.ts',
  handlebars: 'reports/',
  juice: 'service/mail/html.ts',
  kysely: 'service/store/',
  'node-cron': 'service/schedule/clock.ts',
  nodemailer: 'service/mail/',
  'packageurl-js': 'collectors/packages/purl.ts',
  pg: 'service/store/postgres.ts',
  'pg-boss': 'service/jobs/postgres.ts',
  pino: 'service/serve/log.ts',
  'prom-client': 'service/serve/metrics.ts',
  'puppeteer-core': 'service/browser',
  semver: 'engine/versions/npm.ts',
  'spdx-correct': 'collectors/licenses/one-license.ts',
  'spdx-expression-parse': 'collectors/licenses/expression.ts',
  tar: 'engine/bundle/archive.ts',
  yaml: 'rego/yaml.ts',
  yauzl: 'collectors/packages/languages/java/zip.ts',
};

describe('room borders', () => {
  afterEach(() => fs.rmSync(planted, { force: true }));

  test('the linter refuses a planted import against the order of rooms', () => {
    fs.writeFileSync(
      planted,
      "import { openCompiler } from '../../rego/index.ts';\nexport const planted = openCompiler;\n",
    );
    const bin = path.join(rootFolder, 'node_modules', '.bin');
    const { stdout, status } = spawnSync(path.join(bin, 'oxlint'), ['engine/result'], {
      cwd: rootFolder,
      encoding: 'utf8',
      env: { ...process.env, PATH: `${bin}:${process.env['PATH']}` },
    });
    expect(status).not.toBe(0);
    expect(stdout).toContain("'../../rego/index.ts' import is restricted");
  });

  test('each foreign library is imported in one place', () => {
    const strays: string[] = [];
    for (const file of rooms.flatMap(sources)) {
      for (const name of packagesOf(file)) {
        if (name === 'zod') continue;
        const home = homes[name];
        if (home === undefined || !file.startsWith(home)) strays.push(`${file} imports ${name}`);
      }
    }
    expect(strays).toEqual([]);
  });

  test('every room has a README and a door', () => {
    const missing = rooms.flatMap((room) =>
      [`${room}/README.md`, room === 'cli' ? 'cli/main.ts' : `${room}/index.ts`].filter(
        (file) => !fs.existsSync(path.join(rootFolder, file)),
      ),
    );
    expect(missing).toEqual([]);
  });
});
