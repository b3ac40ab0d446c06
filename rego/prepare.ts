import type { CatalogueRule } from '../engine/index.ts';
import { catalogueRule } from './catalogue.ts';
import type { Compiler } from './compiler.ts';
import { regoFiles, requireOk, texts } from './faults.ts';
import { type LocatedMetadata, readMetadata } from './metadata.ts';
import type { Outline } from './protocol.ts';
import type { RuleSource, SourceBundle, SourceFile } from './types.ts';

/** A source with what its modules say about themselves. */
export interface PreparedSource {
  source: SourceBundle;
  files: Map<string, SourceFile>;
  /** Outlines of rules and libraries by path. */
  outlines: Record<string, Outline>;
  /** By rule id. */
  metadata: Map<string, LocatedMetadata>;
  rules: Map<string, { source: RuleSource; rule: CatalogueRule }>;
}

/** Modules that are compiled into the policy: rules and libraries, no tests. */
export function policyModules(source: SourceBundle): SourceFile[] {
  return [...source.rules.map(({ module }) => module), ...source.libraries];
}

/**
 * Reads outlines and metadata of all rules.
 * @throws PlimsollError `rego-invalid`, `bundle-invalid` with the place
 */
export async function prepare(source: SourceBundle, compiler: Compiler): Promise<PreparedSource> {
  const files = regoFiles(source);
  const answer = await compiler.request({ operation: 'outline', modules: texts(policyModules(source)) });
  const outlines = requireOk(answer, files).outlines!;
  const metadata = new Map(source.rules.map(({ id, module }) => [id, readMetadata(module, outlines[module.path]!)]));
  const opa = await compiler.version();
  const rules = source.rules.map((rule): [string, { source: RuleSource; rule: CatalogueRule }] => [
    rule.id,
    { source: rule, rule: catalogueRule(source, rule, metadata.get(rule.id)!, outlines, opa) },
  ]);
  return { source, files, outlines, metadata, rules: new Map(rules) };
}
