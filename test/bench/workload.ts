/** A made-up workload: 103 rules as rules are usually written, the same by hand in JavaScript, and container lines. */
import type { FixtureRule } from '../support/policy-fixture.ts';

/** One rule twice: in Rego, and as a function that counts what it finds. */
export interface Workload {
  rules: FixtureRule[];
  byHand: ((resource: BenchResource) => HandFinding | null)[];
}

export interface HandFinding {
  rule: string;
  key: string;
  args: Record<string, unknown>;
}

// biome-ignore lint/suspicious/noExplicitAny: parsed JSON, as code by hand would take it
export type BenchResource = any;

const flags = Array.from({ length: 24 }, (_, index) => `flag${index}`);
const texts = Array.from({ length: 16 }, (_, index) => `text${index}`);
const numbers = Array.from({ length: 16 }, (_, index) => `number${index}`);
const capabilities = ['SYS_ADMIN', 'NET_ADMIN', 'SYS_PTRACE', 'SYS_MODULE', 'NET_RAW', 'MKNOD', 'SETUID', 'SYS_TIME'];
const folders = ['/etc', '/proc', '/sys', '/boot', '/dev', '/lib', '/usr', '/var/run/docker.sock', '/root', '/home'];
const words = ['PASSWORD', 'TOKEN', 'SECRET', 'KEY', 'CREDENTIAL', 'PRIVATE', 'AUTH', 'SESSION', 'COOKIE'];
const ports = [22, 23, 2375, 2376, 3306, 5432, 6379, 9200, 11211, 27017];

/** 103 rules in six shapes. */
export function workload(): Workload {
  const rules: FixtureRule[] = [];
  const byHand: Workload['byHand'] = [];
  function add(id: string, needs: string[], condition: string, hand: (resource: BenchResource) => boolean): void {
    const head =
      'violations contains {"target": r.target, "key": r.key, "args": {}} if {\n\tsome r in input.resources\n';
    rules.push({ id: `acme/${id}`, needs, rego: `${head}\t${condition}\n}` });
    byHand.push((resource) => (hand(resource) ? { rule: `acme/${id}`, key: resource.key, args: {} } : null));
  }
  for (const flag of flags) add(flag, [flag], `r.${flag} == true`, (r) => r[flag] === true);
  for (const text of texts) {
    add(text, [text], `startswith(r.${text}, "bad")`, (r) => r[text].startsWith('bad'));
  }
  for (const number of numbers) {
    const condition = `r.${number} > data.plimsoll.params["acme/${number}"].most`;
    add(number, [number], condition, (r) => r[number] > 900);
    rules.at(-1)!.parameters = { most: { schema: { type: 'integer' }, default: 900 } };
  }
  for (const capability of capabilities) {
    const id = `cap-${capability.toLowerCase().replaceAll('_', '-')}`;
    add(id, ['capAdd'], `"${capability}" in r.capAdd`, (r) => r.capAdd.includes(capability));
  }
  for (const [index, folder] of folders.entries()) {
    const condition = `some mount in r.mounts\n\tmount.rw == true\n\tstartswith(mount.source, "${folder}")`;
    add(`mount${index}`, ['mounts'], condition, (r) =>
      r.mounts.some((mount: BenchResource) => mount.rw === true && mount.source.startsWith(folder)),
    );
  }
  for (const word of words) {
    const condition = `some variable in r.env\n\tvariable.hasValue == true\n\tendswith(variable.name, "${word}")`;
    add(`env-${word.toLowerCase()}`, ['env'], condition, (r) =>
      r.env.some((variable: BenchResource) => variable.hasValue === true && variable.name.endsWith(word)),
    );
  }
  for (const port of ports) {
    const condition = `some published in r.ports\n\tpublished.containerPort == ${port}\n\tpublished.address == "0.0.0.0"`;
    add(`port${port}`, ['ports'], condition, (r) =>
      r.ports.some((each: BenchResource) => each.containerPort === port && each.address === '0.0.0.0'),
    );
  }
  for (let index = 0; index < 10; index += 1) {
    const condition = `r.memory.limit == 0\n\tr.memory.swap > ${index * 1000}`;
    add(
      `memory${index}`,
      ['memory.limit', 'memory.swap'],
      condition,
      (r) => r.memory.limit === 0 && r.memory.swap > index * 1000,
    );
  }
  return { rules, byHand };
}

/** Line of the n-th container: about 6.8 KB, the same for the same number. About one check in thirty fails. */
export function benchLine(number: number): Uint8Array {
  const at = (salt: number, of: number): number => Math.imul(number * 31 + salt, 2_654_435_761 | 0) >>> (8 % of);
  const facts: Record<string, unknown> = {
    capAdd: capabilities.filter((_, index) => at(index, 97) % 31 === 0),
    command: Array.from({ length: 24 }, (_, index) => `--option-${index}=value-${at(index, 89)}`),
    env: Array.from({ length: 24 }, (_, index) => {
      const name = at(index + 50, 83) % 131 === 0 ? `APP_${words[index % words.length]}` : `APP_SETTING_${index}`;
      return { name, hasValue: true, looksSecret: false };
    }),
    history: Array.from({ length: 12 }, (_, index) => ({
      createdBy: `RUN /bin/sh -c set -eux; apt-get install -y package-${index}-${at(index, 71)}`,
      digest: `sha256:${String(at(index, 67)).padStart(64, '0')}`,
    })),
    memory: { limit: at(7, 79) % 20 === 0 ? 0 : 1 << 29, swap: 5_500, reservation: 0 },
    mounts: Array.from({ length: 6 }, (_, index) => ({
      destination: `/data/${index}`,
      propagation: 'rprivate',
      rw: at(index + 9, 73) % 2 === 0,
      source: at(index + 20, 73) % 40 === 0 ? folders[index]! : `/srv/volumes/volume-${index}`,
      type: 'bind',
    })),
    networks: Array.from({ length: 4 }, (_, index) => ({ name: `network-${index}`, address: `10.0.${index}.7` })),
    ports: Array.from({ length: 4 }, (_, index) => ({
      address: '0.0.0.0',
      containerPort: at(index + 40, 61) % 25 === 0 ? ports[index]! : 8_000 + index,
      hostPort: 30_000 + index,
      protocol: 'tcp',
    })),
  };
  for (const [index, flag] of flags.entries()) facts[flag] = at(index + 100, 59) % 30 === 0;
  for (const [index, text] of texts.entries())
    facts[text] = at(index + 200, 53) % 30 === 0 ? 'bad-value' : 'good-value';
  for (const [index, name] of numbers.entries())
    facts[name] = at(index + 300, 47) % 30 === 0 ? 950 : at(index, 43) % 900;
  const key = `bench/container/shop/web/${String(number).padStart(7, '0')}`;
  const head = { kind: 'container', key, id: `${number}`, name: `shop-web-${number}`, labels: { team: 'shop' } };
  const sorted = Object.fromEntries(Object.entries(facts).sort(([left], [right]) => (left < right ? -1 : 1)));
  return Buffer.from(JSON.stringify({ ...head, missing: {}, target: 1, ...sorted }));
}
