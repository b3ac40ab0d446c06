import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EngineConfiguration, hostRoot, readEngineConfiguration } from '../../../collectors/host/index.ts';
import { limitsWith } from '../../../engine/index.ts';
import { type Dockerd, generations, startDockerd } from '../../support/dockerd.ts';
import { skipUnless } from '../../support/real-parts.ts';

const available = generations();

describe.each(available.length > 0 ? available : (['20.10'] as const))(
  'a private daemon of generation %s',
  (generation) => {
    describe('beside another one', skipUnless(available.includes(generation), 'dockerd, as root'), () => {
      const daemons: Dockerd[] = [];
      let configuration: EngineConfiguration;

      beforeAll(async () => {
        const settings = {
          'userland-proxy': false,
          'log-level': 'warn',
          'log-opts': { 'max-size': '1m' },
          labels: ['password=hunter2'],
        };
        daemons.push(await startDockerd({ generation, flags: ['--debug'] }));
        daemons.push(await startDockerd({ generation, configuration: settings, flags: ['--live-restore=true'] }));
        const root = hostRoot({ path: '/', live: true, limits: limitsWith() });
        configuration = await readEngineConfiguration(root, { socketPath: daemons[1]!.socket });
      }, 120_000);
      afterAll(async () => {
        for (const daemon of daemons) await daemon.stop();
      }, 60_000);

      test('is told apart by its socket, and its settings come from where they were set', () => {
        expect([configuration.missing, configuration.process?.pid, configuration.process?.uid]).toEqual([
          null,
          daemons[1]!.pid,
          0,
        ]);
        const of = (name: string) => {
          const setting = configuration.settings.find((candidate) => candidate.name === name);
          return [name, setting?.origin, setting?.values];
        };
        expect(['userland-proxy', 'log-level', 'log-opts', 'labels', 'live-restore', 'debug', 'icc'].map(of)).toEqual([
          ['userland-proxy', 'file', ['false']],
          ['log-level', 'file', ['warn']],
          ['log-opts', 'file', ['max-size=1m']],
          ['labels', 'file', ['password=***']],
          ['live-restore', 'argument', ['true']],
          ['debug', 'default', ['false']],
          ['icc', 'default', ['true']],
        ]);
      });

      test('its socket and its file are looked at', () => {
        expect(configuration.listeners.map((listener) => listener.address)).toContain(`unix://${daemons[1]!.socket}`);
        expect(configuration.sockets).toMatchObject([
          { path: daemons[1]!.socket, type: 'socket', uid: 0, mode: '0660', error: null },
        ]);
        expect(configuration.configurationFile).toMatchObject({ exists: true, type: 'file' });
      });

      test('a socket of nobody makes the settings unknown', async () => {
        const root = hostRoot({ path: '/', live: true, limits: limitsWith() });
        expect((await readEngineConfiguration(root, { socketPath: `${daemons[1]!.folder}/none.sock` })).missing).toBe(
          'not-supported',
        );
      });
    });
  },
);
