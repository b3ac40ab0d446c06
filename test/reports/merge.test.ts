import { describe, expect, test } from 'vitest';
import { mergeCompose, mergeDockerRun, mergeObjects, mergeShell } from '../../reports/view/merge.ts';

describe('snippets for one place are one paste', () => {
  test('Compose: settings under the real service, lists of one setting joined', () => {
    const codes = [
      'services:\n  app:\n    security_opt: ["no-new-privileges:true"]',
      'services:\n  app:\n    read_only: true\n    tmpfs:\n      - /tmp',
      'services:\n  app:\n    security_opt: ["apparmor:docker-default"]',
    ];
    expect(mergeCompose(codes, 'web')).toBe(
      'services:\n  web:\n    security_opt: ["no-new-privileges:true", "apparmor:docker-default"]\n    read_only: true\n    tmpfs:\n      - /tmp',
    );
    expect(mergeCompose(codes.slice(1, 2), null)).toBe(codes[1]);
  });

  test('Compose: what disagrees, or has more than services, stays apart', () => {
    const one = 'services:\n  app:\n    user: "1000"';
    const two = 'services:\n  app:\n    init: true\n    user: "2000"';
    const more = 'services:\n  app:\n    volumes: [x]\nvolumes:\n  x: {}';
    expect(mergeCompose([one, two, more], 'web')).toBe(`services:\n  web:\n    user: "1000"\n\n${two}\n\n${more}`);
    expect(mergeCompose([more], 'web')).toBe(more);
  });

  test('Compose: a service name that could break out of its line is not written', () => {
    for (const name of ['a: b', '{{x}}', 'a\nb', '- x', '']) {
      expect(mergeCompose(['services:\n  app:\n    init: true'], name)).toBe('services:\n  app:\n    init: true');
    }
  });

  test('docker run: all options before one image', () => {
    const codes = ['docker run --memory 512m IMAGE', 'docker run --user 1000 --init IMAGE'];
    expect(mergeDockerRun(codes)).toBe('docker run --memory 512m \\\n  --user 1000 --init IMAGE');
    expect(mergeDockerRun([...codes, 'docker rm x'])).toBeNull();
  });

  test('daemon.json: members together, never one of two values', () => {
    expect(mergeObjects(['{"icc": false}', '{"log-level": "info"}'])).toBe(
      '{\n  "icc": false,\n  "log-level": "info"\n}',
    );
    expect(mergeObjects(['{"icc": false}', '{"icc": true}'])).toBeNull();
    expect(mergeObjects(['[]'])).toBeNull();
    expect(mergeObjects(['{"__proto__": 1}'])).toBe('{\n  "__proto__": 1\n}');
  });

  test('shell: each line once, the shared reload last', () => {
    expect(mergeShell(['echo a >> f\nreload', 'echo b >> f\nreload'])).toBe('echo a >> f\necho b >> f\nreload');
  });
});
