import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type CatalogueRule, type Outcome, type Resource, resolveProfile } from '../../engine/index.ts';
import { type BuiltBundle, judge, openBundle, wholeExamples, wholeResource } from './built-bundle.ts';

let built: BuiltBundle;
let rules: CatalogueRule[];

beforeAll(async () => {
  built = await openBundle('assurance');
  rules = built.bundle.catalogue.rules;
});

afterAll(() => built?.close());

/** `rule part` of every finding, sorted. */
function findingsOf(outcomes: readonly Outcome[]): string[] {
  const failed = outcomes.filter(({ status }) => status === 'fail');
  return failed
    .flatMap(({ rule, findings }) =>
      findings.map(({ part }) => [rule!.replace('plimsoll/', ''), part].join(' ').trim()),
    )
    .sort();
}

describe('ordinary resources', () => {
  test('an image and a Dockerfile with nothing remarkable have few findings, each of which is true', async () => {
    const resources = ['image', 'dockerfile'].map((kind) => wholeResource(kind, kind));
    expect(findingsOf(await judge(built.bundle, resources))).toEqual(['image-healthcheck', 'image-signed']);
  });

  test('an image with everything that must not ship has a finding for each', async () => {
    const file = { type: 'file', mode: '4755', uid: 0, gid: 0, package: null, layer: 1 };
    const tool = (kind: string) => ({ path: `usr/bin/${kind}`, kind, name: kind, package: null, layer: 0 });
    const secret = { pattern: 'private-key', name: null, line: 1, digest: null, layer: 1 };
    const image = wholeResource('image', 'bad', {
      user: null,
      createdAt: '2019-01-01T00:00:00Z',
      size: 5_000_000_000,
      exposedPorts: [
        { port: 22, protocol: 'tcp' },
        { port: 3389, protocol: 'tcp' },
      ],
      distribution: { id: 'debian', versionId: '9', codename: 'stretch', name: 'Debian 9', like: [] },
      privilegedFiles: [{ ...file, path: 'opt/app/root', setuid: true, setgid: false, capabilities: [] }],
      worldWritable: [{ ...file, path: 'opt/app/data', mode: '0777' }],
      unownedFiles: [{ ...file, path: 'opt/app/mine', uid: 1234 }],
      unpackagedExecutables: [{ path: 'usr/bin/x', mode: '0755', format: 'elf', size: 1, layer: 1 }],
      tools: ['shell', 'package-manager', 'download', 'remote-access', 'privilege', 'compiler'].map(tool),
      leftovers: [
        { path: 'app/.env', kind: 'env-file', size: 1, layer: 1, removedIn: null },
        { path: 'app/.git', kind: 'version-control', size: 1, layer: 1, removedIn: 2 },
      ],
      secrets: [
        { ...secret, source: 'file', path: 'root/key', removedIn: null },
        { ...secret, source: 'file', path: 'tmp/key', removedIn: 2 },
        { ...secret, source: 'label', path: null, name: 'key', removedIn: null },
      ],
    });
    expect(findingsOf(await judge(built.bundle, [image]))).toEqual([
      'image-age-limited',
      'image-distribution-supported',
      'image-exposed-ports-allowed 3389/tcp',
      'image-files-owned opt/app/mine',
      'image-healthcheck',
      'image-no-compilers usr/bin/compiler',
      'image-no-credential-files app/.env',
      'image-no-download-tools usr/bin/download',
      'image-no-leftovers app/.git',
      'image-no-package-managers usr/bin/package-manager',
      'image-no-privilege-tools usr/bin/privilege',
      'image-no-remote-access-tools usr/bin/remote-access',
      'image-no-remote-login-port 22/tcp',
      'image-no-removed-secrets tmp/key: private-key',
      'image-no-secrets-in-configuration label key: private-key',
      'image-no-shells usr/bin/shell',
      'image-no-unpackaged-executables usr/bin/x',
      'image-no-visible-secrets root/key: private-key',
      'image-no-world-writable-files opt/app/data',
      'image-privileged-files-allowed opt/app/root',
      'image-runs-as-non-root',
      'image-signed',
      'image-size-limited',
    ]);
  });

  test('an image that only an engine was asked about fails once, and is not evaluated for its contents', async () => {
    const facts = ['contents', 'packages', 'tools', 'secrets', 'privilegedFiles', 'signatures'];
    const image = wholeResource('image', 'closed');
    for (const fact of facts) delete image[fact];
    image.missing = Object.fromEntries(facts.map((fact) => [fact, 'not-requested']));
    const outcomes = await judge(built.bundle, [image]);
    const statusOf = (name: string) => outcomes.find(({ rule }) => rule === `plimsoll/${name}`)?.status;
    expect(statusOf('image-contents-inspected')).toBe('fail');
    const unseen = ['image-no-denied-packages', 'image-no-shells', 'image-no-visible-secrets', 'image-signed'];
    expect(unseen.map(statusOf)).toEqual(unseen.map(() => 'not-evaluated'));
  });
});

describe('examples as whole resources', () => {
  test('good ones do not fail and bad ones do', async () => {
    const examples = wholeExamples(built).filter(({ tailored }) => !tailored);
    const outcomes = await judge(
      built.bundle,
      examples.map(({ resource }) => resource),
    );
    const failed = new Set(outcomes.filter(({ status }) => status === 'fail').map(({ rule, key }) => `${rule} ${key}`));
    const wrong = examples.filter(({ rule, good, resource }) => failed.has(`${rule.id} ${resource.key}`) === good);
    expect(wrong.map(({ resource }) => resource.key)).toEqual([]);
  });

  test('the size of batches changes nothing', async () => {
    const resources = wholeExamples(built).map(({ resource }) => resource);
    const inBatches = await judge(built.bundle, resources);
    expect(inBatches.length).toBeGreaterThan(resources.length);
    expect(await judge(built.bundle, resources, { batch: 1 })).toEqual(inBatches);
    expect(await judge(built.bundle, resources, { batch: 1000 })).toEqual(inBatches);
  });

  test('a rule that lacks a fact it needs is not evaluated', async () => {
    const cases = wholeExamples(built).flatMap(({ rule, resource }) =>
      rule.needs.map((need) => ({ rule, resource: without(resource, need) })),
    );
    const outcomes = await judge(
      built.bundle,
      cases.map(({ resource }) => resource),
    );
    const statuses = new Map(outcomes.map(({ rule, key, status }) => [`${rule} ${key}`, status]));
    const wrong = cases.filter(({ rule, resource }) => statuses.get(`${rule.id} ${resource.key}`) !== 'not-evaluated');
    expect(wrong.map(({ resource }) => resource.key)).toEqual([]);
  });

  test('any other fact may be missing without changing an answer', async () => {
    // Whether contents are missing is what image-contents-inspected judges.
    const examples = wholeExamples(built).filter(({ rule }) => rule.id !== 'plimsoll/image-contents-inspected');
    const before = await judge(
      built.bundle,
      examples.map(({ resource }) => resource),
    );
    const wanted = new Map(before.map((outcome) => [`${outcome.rule} ${outcome.key}`, textOf(outcome)]));
    const cases = examples.flatMap(({ rule, resource }) =>
      Object.keys(resource)
        .filter((name) => !head.includes(name) && !rule.needs.includes(name))
        .map((fact) => ({ rule, whole: resource.key, resource: without(resource, fact) })),
    );
    const after = await judge(
      built.bundle,
      cases.map(({ resource }) => resource),
    );
    const found = new Map(after.map((outcome) => [`${outcome.rule} ${outcome.key}`, textOf(outcome)]));
    const wrong = cases.filter(
      ({ rule, whole, resource }) => found.get(`${rule.id} ${resource.key}`) !== wanted.get(`${rule.id} ${whole}`),
    );
    expect(cases.length).toBeGreaterThan(1000);
    expect(wrong.map(({ resource }) => resource.key)).toEqual([]);
  });
});

const head = ['kind', 'key', 'id', 'name', 'labels', 'missing', 'target'];

function without(resource: Resource, fact: string): Resource {
  const copy = structuredClone(resource) as Resource;
  copy.key = `${resource.key} without ${fact}`;
  copy.missing = { ...copy.missing, [fact]: 'permission-denied' };
  delete copy[fact];
  return copy;
}

/** Status and messages. */
function textOf({ status, findings }: Outcome): string {
  return JSON.stringify([status, findings.map(({ part, message }) => [part, message])]);
}

describe('texts', () => {
  test('promise nothing that only an assessor can say', () => {
    const text = JSON.stringify({ ...built.bundle.catalogue, rules: rules.map(({ examples: _, ...rule }) => rule) });
    expect(text).not.toMatch(/complian|certif(ied|ication)|passed an audit|guarantee/i);
  });

  test('messages name the resource, and where a parameter decides, which one', () => {
    for (const { id, message, question, parameters, uses } of rules) {
      const templates = typeof message === 'string' ? [message] : Object.values(message);
      for (const template of templates) expect(template, id).toMatch(/\{name\}/);
      if (!own.test(id)) continue;
      const names = [...Object.keys(parameters ?? {}), ...(uses ?? [])];
      const silent = [
        'acceptLabels',
        'formats',
        'kinds',
        ...(/(secrets|leftovers|files)/.test(id) ? ['allowedPaths'] : []),
      ];
      const missing = names.filter(
        (name) => !silent.includes(name) && !`${templates.join(' ')} ${question}`.includes(name),
      );
      expect(missing, id).toEqual([]);
    }
  });

  test('fixes are well-formed', () => {
    for (const { id, fixes } of rules) {
      for (const [language, snippet] of Object.entries((fixes ?? {}) as Record<string, string>)) {
        if (language === 'compose') expect(Object.keys(parse(snippet) as object), id).toContain('services');
        else if (language === 'dockerfile') {
          expect(snippet, id).toMatch(/^(ADD|CMD|COPY|FROM|HEALTHCHECK|LABEL|RUN|USER|WORKDIR) /);
        } else execFileSync('sh', ['-n', '-c', snippet]);
      }
    }
  });
});

/** Rules that are written here and not included. */
const own =
  /^plimsoll\/(dockerfile-|image-(?!healthcheck|no-remote-login|no-secrets-in-env|no-unverified|package-ver|runs-as))/;

describe('profiles and framework', () => {
  test.each(['production', 'base-image'])('the profile %s can be used', (name) => {
    const { catalogue } = built.bundle;
    const profile = catalogue.profiles.find((each) => each.profile === name)!;
    const { on, excluded } = resolveProfile({ catalogues: [catalogue], profile });
    expect(on.length + excluded.length).toBe(rules.length);
    expect(on.length).toBeGreaterThan(40);
    expect(on.includes('plimsoll/image-no-shells')).toBe(name === 'production');
  });

  test('every rule has a place in the framework, and each control without rules a question', () => {
    const { controls } = built.bundle.catalogue.frameworks.find((each) => each.framework === 'nist-800-190-images')!;
    const placed = new Set(controls.flatMap((control) => control.rules));
    expect(rules.map(({ id }) => id).filter((id) => !placed.has(id))).toEqual([]);
    for (const { id, rules: listed, coverage, limits, question } of controls) {
      expect(question, id).toBeDefined();
      if (listed.length > 0)
        expect([coverage, typeof limits], id).toEqual([expect.not.stringMatching('full'), 'string']);
    }
  });
});
