import { type CatalogueRule, canonicalJson, digestOf, Examples, PlimsollError } from '../engine/index.ts';
import type { LocatedMetadata } from './metadata.ts';
import { setNames } from './names.ts';
import type { Outline } from './protocol.ts';
import { type Reach, reach } from './reach.ts';
import type { RuleSource, SourceBundle } from './types.ts';
import { parseYaml } from './yaml.ts';

/** `examples.yaml` of a rule, checked; null where there is none. */
export function readExamples(rule: RuleSource): Examples | null {
  if (rule.examples === null) return null;
  return parseYaml(rule.examples.text, rule.examples.file, Examples, { code: 'bundle-invalid' });
}

/**
 * A rule as the catalogue lists it.
 * @throws PlimsollError `bundle-invalid` where it has no examples
 */
export function catalogueRule(
  source: SourceBundle,
  rule: RuleSource,
  metadata: LocatedMetadata,
  outlines: Record<string, Outline>,
  opa: string,
): CatalogueRule {
  const outline = outlines[rule.module.path]!;
  const { title, description, related_resources: references, custom } = metadata.value;
  const examples = readExamples(rule);
  if (examples === null) {
    const place = { file: rule.module.file };
    throw new PlimsollError('bundle-invalid', `The rule ${rule.id} has no examples.yaml`, { place });
  }
  const sets = setNames.filter((name) => outline.rules.some((found) => found.name === name && found.form === 'set'));
  return {
    ...custom,
    id: rule.id,
    area: rule.area,
    title,
    description,
    references: references.map(({ ref }) => ref),
    sets,
    digest: ruleDigest(source, rule.namespace, metadata, reach(source, rule.module.path, outlines), opa),
    source: { file: rule.module.path, line: outline.row },
    examples,
  };
}

/**
 * sha256 over everything that decides what a rule answers: its module and all it reaches, its tables, its metadata,
 * the shared parameters it reads and the version of OPA. Where the files stand does not count.
 */
function ruleDigest(
  source: SourceBundle,
  namespace: string,
  metadata: LocatedMetadata,
  reached: Reach,
  opa: string,
): string {
  const declared = source.parameters[namespace] ?? {};
  const shared = (metadata.value.custom.uses ?? []).map((name) => [name, declared[name] ?? null]);
  return digestOf(
    canonicalJson({
      opa,
      metadata: metadata.value,
      shared,
      modules: reached.modules.map(({ package: name, text }) => [name, text]),
      tables: reached.tables,
    }),
  );
}
