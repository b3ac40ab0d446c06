import type { Compiler } from './compiler.ts';
import { regoFiles, requireOk, texts } from './faults.ts';
import type { SourceBundle, SourceFile } from './types.ts';

/**
 * The Rego files of a bundle whose text is not as OPA's formatter writes it, with the text they should have.
 * Included bundles and Plimsoll's own libraries are left alone.
 * @throws PlimsollError `rego-invalid` where a file cannot be parsed
 */
export async function formatSource(source: SourceBundle, compiler: Compiler): Promise<SourceFile[]> {
  const files = regoFiles(source);
  const own = [...files.values()].filter(({ path }) => /^(rules|lib)\//.test(path));
  if (own.length === 0) return [];
  const answer = requireOk(await compiler.request({ operation: 'format', modules: texts(own) }), files);
  return own
    .filter(({ path, text }) => answer.formatted![path] !== text)
    .map((file) => ({ ...file, text: answer.formatted![file.path]! }));
}
