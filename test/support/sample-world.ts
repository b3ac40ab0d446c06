import type { ResultResource } from '../../engine/index.ts';

/** Strings that a hostile or careless owner of a container can put into names, labels and evidence. */
export const hostileStrings = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '\u001b[31mred\u001b[0m',
  'user\u202Egnp.exe',
  'zero\u200Bwidth\u2066isolate\u2069',
  "=cmd|'/C calc'!A0",
  'javascript:alert(1)',
  '{{constructor.constructor}}',
  'line\nbreak\u0000nul',
  '\uD800lone',
];

function compose(number: number, project: string, service: string, instance: number): ResultResource {
  return {
    kind: 'container',
    key: `web-01/container/${project}/${service}/${instance}`,
    id: number.toString(16).padStart(64, '9c1d04ab'),
    name: `${project}-${service}-${instance}`,
    target: 2,
    labels: {
      'com.docker.compose.project': project,
      'com.docker.compose.service': service,
      'com.docker.compose.container-number': String(instance),
      ...(project === 'shop' ? { owner: 'team-shop' } : {}),
    },
  };
}

function plain(number: number, name: string, labels: Record<string, string> = {}): ResultResource {
  return {
    kind: 'container',
    key: `web-01/container/${name}`,
    id: number.toString(16).padStart(64, '7f02ee31'),
    name,
    target: 2,
    labels,
  };
}

const imageNames = [
  'example/base:12',
  'example/batch:7',
  'example/ci-runner:latest',
  'example/mailer:3.0.2',
  'example/shop-api:2.4.1',
  'example/shop-web:2.4.1',
  'example/shop-worker:2.4.1',
  'grafana/grafana:11.2.0',
  'nginx:1.29',
  'postgres:17',
  'redis:8',
  'traefik:3.5',
];

/** Everything the sample looked at. `hostile` renames some of it to {@link hostileStrings}. */
export function sampleResources(hostile: boolean): ResultResource[] {
  const containers = [
    ...[1, 2, 3, 4, 5, 6].map((instance) => compose(instance, 'shop', 'web', instance)),
    compose(10, 'shop', 'api', 1),
    compose(11, 'shop', 'api', 2),
    compose(12, 'shop', 'db', 1),
    compose(13, 'monitoring', 'grafana', 1),
    plain(20, 'ci-runner', { owner: 'team-build' }),
    plain(21, 'traefik'),
    plain(22, 'mailer'),
    plain(23, 'batch-7'),
    ...(hostile ? hostileStrings.map((text, index) => plain(40 + index, text, { owner: text })) : []),
  ];
  const images = imageNames.map(
    (name, index): ResultResource => ({
      kind: 'image',
      key: `web-01/image/${name}`,
      id: `sha256:${index.toString(16).padStart(64, 'ab54d3c0')}`,
      name,
      target: 2,
      labels: name.startsWith('example/') ? { 'org.opencontainers.image.vendor': 'Example Retail AG' } : {},
    }),
  );
  const networks = ['bridge', 'shop_default', 'ingress'].map(
    (name): ResultResource => ({
      kind: 'network',
      key: `web-01/network/${name}`,
      id: name.padStart(64, '0'),
      name,
      target: 2,
      labels: {},
    }),
  );
  const single = (kind: string, target: number): ResultResource => ({
    kind,
    key: `web-01/${kind}`,
    id: `web-01-${kind}`,
    name: 'web-01',
    target,
    labels: {},
  });
  return [...containers, single('engine', 2), single('host', 1), ...images, ...networks];
}
