/** Small policies for tests, compiled by the real compiler and with the real entry modules, without a bundle folder. */
import { type Bundle, type CatalogueRule, canonicalJson, digestOf, type Resource } from '../../engine/index.ts';
import { entryModule, entryPath, entrypoints } from '../../rego/entry.ts';
import { type Compiler, capabilitiesJson, openCompiler } from '../../rego/index.ts';

/** A rule as a test writes it; everything that is left out gets a plain value. */
export interface FixtureRule extends Partial<Omit<CatalogueRule, 'id'>> {
  id: string;
  /** The sets of its module, in Rego. `input.resources` are the resources. */
  rego: string;
}

export interface FixtureBundle {
  name?: string;
  rules: readonly FixtureRule[];
  data?: Record<string, unknown>;
  parameters?: Bundle['catalogue']['parameters'];
  profiles?: Bundle['catalogue']['profiles'];
  /** Compile with all of OPA's built-ins, not only those the host gives. */
  anyBuiltin?: boolean;
  /** Damages the generated entry modules. */
  entry?: (module: string) => string;
}

/** Compiles bundles for the tests of one file; call `close` after them. */
export async function openFixtureBuilder(): Promise<{
  build(fixture: FixtureBundle): Promise<Bundle>;
  close(): Promise<void>;
}> {
  const compiler = await openCompiler();
  return { build: (fixture) => build(fixture, compiler), close: () => compiler.close() };
}

/** The catalogue's entry of a rule, without compiling anything. */
export function catalogueRule({ rego, id, ...given }: FixtureRule): CatalogueRule {
  return {
    id,
    area: 'area',
    title: id,
    description: id,
    references: [],
    severity: 'high',
    kind: 'container',
    needs: [],
    message: '{name} is wrong',
    remediation: 'Correct it.',
    sets: setsOf(rego),
    digest: digestOf(canonicalJson([id, rego, given])),
    source: { file: `rules/${id}.rego`, line: 1 },
    examples: { good: [{ title: 'good', resource: {} }], bad: [{ title: 'bad', resource: {} }] },
    ...given,
  } as CatalogueRule;
}

/** A catalogue of such rules. */
export function catalogueOf(fixture: FixtureBundle): Bundle['catalogue'] {
  const rules = fixture.rules.map(catalogueRule).sort((left, right) => (left.id < right.id ? -1 : 1));
  return {
    catalogue: '1-0-0',
    namespace: 'acme',
    name: fixture.name ?? 'house',
    version: '1.0.0',
    title: 'House rules',
    licence: 'Apache-2.0',
    plimsoll: '>=0',
    snapshot: '1',
    opa: '1.22.2',
    parameters: fixture.parameters ?? {},
    collect: {},
    kinds: [...new Set(rules.map(({ kind }) => kind))].sort(),
    rules,
    frameworks: [],
    profiles: fixture.profiles ?? [],
  };
}

async function build(fixture: FixtureBundle, compiler: Compiler): Promise<Bundle> {
  const catalogue = catalogueOf(fixture);
  const policy = await compile(fixture, catalogue, compiler);
  return { catalogue, policy, data: fixture.data ?? {}, digest: digestOf(policy) };
}

/** All Rego of a fixture by file: its rules and the entry modules. */
export function modulesOf(fixture: FixtureBundle): Record<string, string> {
  const { kinds, rules } = catalogueOf(fixture);
  const modules: Record<string, string> = {};
  for (const { id, rego } of fixture.rules) modules[`rules/${id}.rego`] = `package ${packageOf(id)}\n\n${rego}\n`;
  for (const kind of kinds) {
    const own = rules.filter((rule) => rule.kind === kind);
    const entries = own.map((rule) => ({ ...rule, package: packageOf(rule.id) }));
    modules[entryPath(kind)] = (fixture.entry ?? String)(entryModule(kind, entries));
  }
  return modules;
}

async function compile(
  fixture: FixtureBundle,
  catalogue: Bundle['catalogue'],
  compiler: Compiler,
): Promise<Uint8Array<ArrayBuffer>> {
  const answer = await compiler.request({
    operation: 'build',
    modules: modulesOf(fixture),
    data: fixture.data ?? {},
    ...(fixture.anyBuiltin ? {} : { capabilities: await capabilitiesJson(compiler) }),
    entrypoints: catalogue.kinds.flatMap(entrypoints).sort(),
  });
  if (!answer.ok) throw new Error(JSON.stringify(answer.errors));
  return new Uint8Array(Buffer.from(answer.wasm!, 'base64'));
}

function packageOf(id: string): string {
  return `${id.replace('/', '.rules.area.').replaceAll('-', '_')}`;
}

function setsOf(rego: string): CatalogueRule['sets'] {
  const names = ['violations', 'not_applicable', 'unknown', 'review'] as const;
  return names.filter((name) => rego.includes(`${name} contains`));
}

/** A resource of a kind, with a head that is filled in. */
export function resourceOf(key: string, facts: Record<string, unknown> = {}, head: Partial<Resource> = {}): Resource {
  const filled = { kind: 'container', key, id: `id-${key}`, name: key, labels: {}, missing: {}, target: 1, ...head };
  return { ...filled, ...facts };
}

/** Its line, without a line feed. */
export function lineOf(resource: Resource): Uint8Array {
  const { kind, key, id, name, labels, missing, target, ...facts } = resource;
  return Buffer.from(JSON.stringify({ kind, key, id, name, labels, missing, target, ...facts }));
}

/** The lines of resources, one by one. */
export async function* linesOf(resources: Iterable<Resource>): AsyncGenerator<Uint8Array> {
  for (const resource of resources) yield lineOf(resource);
}
