import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { limitsWith } from '../../engine/index.ts';
import { assetPath, programVersion } from '../../root.ts';
import { loadConfiguration, openInputs, scopedTargets } from '../../service/index.ts';
import { recipientsOf } from '../../service/mail/index.ts';
import { scheduleOf } from '../../service/schedule/index.ts';
import { deliveriesOf, ownersOfConfiguration, targetsOfSchedule } from '../../service/scheduled/index.ts';
import { findOnPath, skipUnless } from '../support/real-parts.ts';

const units = ['plimsoll-audit.service', 'plimsoll-audit.timer', 'plimsoll-serve.service'];
const read = (...names: string[]) => fs.readFileSync(assetPath('deploy', ...names), 'utf8');

describe('units of systemd', () => {
  test('are well-formed', skipUnless(findOnPath('systemd-analyze'), 'no systemd-analyze'), () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'plimsoll-units-'));
    try {
      for (const unit of units) {
        // The program is not installed here; everything else of the line stays.
        const text = read('systemd', unit).replaceAll('/usr/bin/plimsoll', '/usr/bin/env');
        fs.writeFileSync(path.join(folder, unit), text);
      }
      const files = units.map((unit) => path.join(folder, unit));
      const checked = spawnSync('systemd-analyze', ['verify', '--man=no', ...files], { encoding: 'utf8' });
      const own = checked.stderr.split('\n').filter((line) => line.includes('plimsoll-'));
      expect({ status: checked.status, own }).toEqual({ status: 0, own: [] });
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });

  test('an audit with findings or gaps is no failed unit, and one with a mistake is', () => {
    expect(settingsOf('plimsoll-audit.service').get('SuccessExitStatus')).toEqual(['1 3']);
    expect(settingsOf('plimsoll-serve.service').has('SuccessExitStatus')).toBe(false);
  });

  test.each(['plimsoll-audit.service', 'plimsoll-serve.service'])('%s audits the host as it is', (unit) => {
    // Each of these gives the unit a view of its own of file systems, processes or networks.
    const views =
      /^(Protect(System|Home|Proc|KernelTunables|KernelModules|ControlGroups)|Private\w+|\w+Paths|RootDirectory|TemporaryFileSystem|Bind\w+|DynamicUser|NetworkNamespacePath)$/;
    expect([...settingsOf(unit).keys()].filter((name) => views.test(name))).toEqual([]);
  });

  test('the server has time to end in order', () => {
    expect(settingsOf('plimsoll-serve.service').get('TimeoutStopSec')).toEqual(['40']);
  });
});

describe('the recipe for containers', () => {
  const compose = parse(read('compose', 'compose.yaml'), { merge: true }) as {
    services: Record<string, Record<string, unknown>>;
    secrets: Record<string, unknown>;
  };

  test('nothing runs as root or writes where it need not', () => {
    for (const name of ['scheduler', 'worker']) {
      expect(compose.services[name]).toMatchObject({
        image: `plimsoll:${programVersion()}`,
        read_only: true,
        user: '10001',
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
        ulimits: { core: 0 },
        stop_grace_period: '40s',
      });
    }
    expect(read('container', 'Dockerfile')).toMatch(/^USER 10001$/m);
    expect(compose.services['worker']!['deploy']).toEqual({ replicas: 2 });
  });

  test('every secret that is used is a file, and no value stands in it', () => {
    const used = Object.values(compose.services).flatMap(({ secrets }) => secrets as (string | { source: string })[]);
    const names = new Set(used.map((each) => (typeof each === 'string' ? each : each.source)));
    expect([...names].toSorted()).toEqual(Object.keys(compose.secrets).toSorted());
    expect(JSON.stringify(compose)).not.toMatch(/PASSWORD":"/);
  });

  // Compose is no real part that a complete machine must have: the checks above hold without it.
  if (hasCompose()) {
    test('is read by Compose', () => {
      const environment = { CHAT_WEBHOOK: 'x', CHAT_WEBHOOK_KEY: 'x', HEARTBEAT_URL: 'x' };
      const file = assetPath('deploy', 'compose', 'compose.yaml');
      execFileSync('docker', ['compose', '-f', file, 'config', '--quiet'], { env: { ...process.env, ...environment } });
    });
  }
});

describe.each(['one-host.yaml', 'two-workers.yaml'])('the example %s', (name) => {
  test('is a configuration whose schedules, targets, owners and bundles exist', async () => {
    const folder = assetPath('docs', 'examples');
    const { configuration } = await loadConfiguration(folder, name);
    expect(configuration.schedules!.length).toBeGreaterThan(1);
    for (const settings of configuration.schedules!) {
      scheduleOf(settings);
      const targets = targetsOfSchedule(configuration, settings.targets);
      expect(targets.every((target) => typeof target === 'object')).toBe(true);
      for (const delivery of deliveriesOf(configuration, settings)) {
        recipientsOf(delivery, ownersOfConfiguration(configuration));
      }
      await openInputs({
        folder,
        bundles: settings.bundles ?? configuration.bundles ?? ['default'],
        profile: settings.profile ?? configuration.profile,
        waivers: undefined,
        attestations: undefined,
        scoped: scopedTargets(targets),
        limits: limitsWith(),
        onProgress: () => undefined,
      });
    }
  });
});

function settingsOf(unit: string): Map<string, string[]> {
  const settings = new Map<string, string[]>();
  for (const line of read('systemd', unit).split('\n')) {
    const match = /^([A-Za-z]+)=(.*)$/.exec(line);
    if (match !== null) settings.set(match[1]!, [...(settings.get(match[1]!) ?? []), match[2]!]);
  }
  return settings;
}

function hasCompose(): boolean {
  return findOnPath('docker') !== null && spawnSync('docker', ['compose', 'version']).status === 0;
}
