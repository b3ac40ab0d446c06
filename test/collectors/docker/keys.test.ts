import fc from 'fast-check';
import { expect, test } from 'vitest';
import { containerKey, isGeneratedName, repositoryOf } from '../../../collectors/docker/keys.ts';

const compose = {
  'com.docker.compose.project': 'shop',
  'com.docker.compose.service': 'web',
  'com.docker.compose.container-number': '2',
};
const swarm = { 'com.docker.swarm.service.name': 'shop_api', 'com.docker.swarm.task.name': 'shop_api.3.x8s7' };
const pod = {
  'io.kubernetes.pod.namespace': 'prod',
  'io.kubernetes.pod.name': 'api-7c5ddbdf54-x2v9k',
  'io.kubernetes.container.name': 'app',
};

test.each([
  ['plain', {}, 'container/plain'],
  ['shop-web-2', compose, 'container/shop/web/2'],
  ['shop-web-run-1', { ...compose, 'com.docker.compose.oneoff': 'True' }, 'container/shop/web/run'],
  ['shop_api.3.x8s7', swarm, 'container/shop_api/3'],
  ['k8s_app', pod, 'container/prod/api/app'],
  ['k8s_db', { ...pod, 'io.kubernetes.pod.name': 'db-0' }, 'container/prod/db-0/app'],
  ['a/b', { ...compose, 'com.docker.compose.project': 'x/y' }, 'container/x%2Fy/web/2'],
])('the key of %s says what stays', (name, labels, key) => {
  expect(containerKey(name, labels, {})).toBe(key);
});

test.each([
  ['brave_lovelace', true],
  ['zen_hopper7', true],
  ['4f1c5a2b7d9e', true],
  ['web_server', false],
  ['brave', false],
  ['deadbeefcafe', false],
  ['my_brave_app', false],
])('%s is generated: %s', (name, generated) => {
  expect(isGeneratedName(name)).toBe(generated);
});

test('a generated name gives the same key whatever it is, and another one for other settings', () => {
  const key = (name: string, facts: Record<string, unknown>) =>
    containerKey(name, {}, { image: 'r.io/a/b:1', ...facts });
  expect(key('zen_hopper', { user: 'x' })).toBe(
    key('brave_lovelace', { user: 'x', state: 'running', image: 'r.io/a/b:2' }),
  );
  expect(key('zen_hopper', { user: 'x' })).not.toBe(key('zen_hopper', { user: 'y' }));
  expect(key('zen_hopper', {})).toMatch(/^container\/r\.io%2Fa%2Fb\/[0-9a-f]{12}$/);
});

test.each([
  ['alpine', 'alpine'],
  ['alpine:3', 'alpine'],
  ['host:5000/a/b', 'host:5000/a/b'],
  ['host:5000/a/b:1@sha256:00', 'host:5000/a/b'],
])('the repository of %s is %s', (reference, repository) => {
  expect(repositoryOf(reference)).toBe(repository);
});

test('parts of a key never run into each other', () => {
  const name = fc.string({ minLength: 1 });
  fc.assert(
    fc.property(name, name, name, name, (project, service, otherProject, otherService) => {
      const keyOf = (one: string, two: string) =>
        containerKey('n', { 'com.docker.compose.project': one, 'com.docker.compose.service': two }, {});
      const same = project === otherProject && service === otherService;
      expect(keyOf(project, service) === keyOf(otherProject, otherService)).toBe(same);
    }),
  );
});
