import { isKind, type JsonSchema, kindJsonSchema, type PlimsollError } from '../engine/index.ts';
import { capabilitiesJson } from './capabilities.ts';
import type { Compiler } from './compiler.ts';
import { problemsToErrors, texts } from './faults.ts';
import type { LocatedMetadata } from './metadata.ts';
import { policyModules } from './prepare.ts';
import type { Outline, Problem } from './protocol.ts';
import { reach } from './reach.ts';
import type { SourceBundle, SourceFile } from './types.ts';

/** OPA's strict check, once for each kind, since the schema of the input holds for all modules of one check. */
export async function typeFaults(
  source: SourceBundle,
  compiler: Compiler,
  outlines: Record<string, Outline>,
  metadata: ReadonlyMap<string, LocatedMetadata>,
  files: ReadonlyMap<string, SourceFile>,
): Promise<PlimsollError[]> {
  const capabilities = await capabilitiesJson(compiler);
  const found = new Map<string, Problem>();
  async function check(modules: Iterable<SourceFile>, schema?: object): Promise<void> {
    const options = { data: source.data, capabilities, strict: true, ...(schema && { schema }) };
    const answer = await compiler.request({ operation: 'check', modules: texts(modules), ...options });
    // A library with a fault shows it in the check of every kind.
    for (const problem of (answer.errors ?? []).filter((one) => !isNullTest(one)))
      found.set(JSON.stringify(problem), problem);
  }
  const kinds = new Set([...metadata.values()].map(({ value }) => value.custom.kind).filter(isKind));
  for (const kind of [...kinds].sort()) {
    const modules = new Map<string, SourceFile>();
    for (const rule of source.rules.filter(({ id }) => metadata.get(id)?.value.custom.kind === kind)) {
      for (const { path } of reach(source, rule.module.path, outlines).modules) modules.set(path, files.get(path)!);
      if (rule.test !== null) modules.set(rule.test.path, rule.test);
    }
    await check(modules.values(), inputSchema(kindJsonSchema(kind) as JsonSchema));
  }
  // Libraries and their tests, also those that no rule reaches, know no input.
  await check([...policyModules(source).filter(({ path }) => !/(^|\/)rules\//.test(path)), ...source.libraryTests]);
  return problemsToErrors([...found.values()], files);
}

/** `{"resources": […]}` of one kind, in the words that OPA's reader of schemas understands. */
function inputSchema(resource: JsonSchema): object {
  return {
    type: 'object',
    properties: { resources: { type: 'array', items: withNull(resource) } },
    required: ['resources'],
    additionalProperties: false,
  };
}

/**
 * OPA takes `type: [t, "null"]` for t alone, and then refuses a comparison with null. A nullable scalar is told apart
 * by `anyOf`; with an object or list that would let misspelt members pass, so there the comparison is let pass instead.
 */
function withNull({ $schema: _, ...schema }: JsonSchema): JsonSchema {
  const { type } = schema;
  if (Array.isArray(type)) {
    const [only] = type.filter((name) => name !== 'null');
    if (only !== 'object' && only !== 'array') return { anyOf: [{ type: only! }, { type: 'null' }] };
  }
  const result: JsonSchema = { ...schema };
  if (schema.properties !== undefined) {
    const members = Object.entries(schema.properties).map(([name, member]) => [name, withNull(member)]);
    result.properties = Object.fromEntries(members);
  }
  if (schema.items !== undefined) result.items = withNull(schema.items);
  if (typeof schema.additionalProperties === 'object') {
    result.additionalProperties = withNull(schema.additionalProperties);
  }
  return result;
}

/** A fact that is an object or a list compared with null. */
function isNullTest({ code, message, details = [] }: Problem): boolean {
  if (code !== 'rego_type_error' || message !== 'match error') return false;
  const sides = details.map((line) => line.replace(/^\s*(left|right)\s*:\s*/, ''));
  return sides.includes('null') && sides.some((side) => /^(object<|array[<[])/.test(side));
}
