/**
 * Everything that must hold before a commit, in the order in which a failure is cheapest:
 * format, lint, types, unused code, generated files, Rego, tests. `--no-tests` leaves the tests out.
 */
import { spawnSync } from 'node:child_process';

const steps: [string, string, string[]][] = [
  ['format and imports', 'biome', ['check', '.']],
  ['lint, room borders, cycles', 'oxlint', ['--type-aware', '--quiet']],
  ['types', 'tsc', ['-p', '.']],
  ['unused code', 'knip', ['--no-progress']],
  ['generated files', 'node', ['tools/gen.ts', '--check']],
  ['shipped bundles', 'node', ['tools/check-bundles.ts']],
  ['tests', 'vitest', ['run', '--coverage']],
];

let failed = false;
for (const [title, command, parameters] of steps) {
  if (title === 'tests' && process.argv.includes('--no-tests')) continue;
  const { status, error } = spawnSync(command, parameters, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (error) process.stderr.write(`${command}: ${error.message}\n`);
  process.stderr.write(`${status === 0 ? 'ok    ' : 'FAILED'}  ${title}\n`);
  failed ||= status !== 0;
}
process.exitCode = failed ? 1 : 0;
