import { isKind, PlimsollError } from '../engine/index.ts';
import { readExamples } from './catalogue.ts';
import type { Compiler } from './compiler.ts';
import { problemsToErrors, regoFiles, texts } from './faults.ts';
import { formatSource } from './format.ts';
import { bundleFaults } from './lint/bundle.ts';
import type { RuleToLint } from './lint/context.ts';
import { libraryFaults } from './lint/libraries.ts';
import { ruleLints } from './lint/rule.ts';
import { type LocatedMetadata, readMetadata } from './metadata.ts';
import { snake } from './names.ts';
import type { Outline } from './protocol.ts';
import { typeFaults } from './type-check.ts';
import type { RuleSource, SourceBundle, SourceFile } from './types.ts';

/**
 * All faults of a bundle at once, each with its place: syntax, METADATA, OPA's strict check with the schema of each
 * kind, format, and the contract of rules (`bundles.md`). None means that it can be built.
 */
export async function checkSource(source: SourceBundle, compiler: Compiler): Promise<PlimsollError[]> {
  const files = regoFiles(source);
  const answer = await compiler.request({ operation: 'outline', modules: texts(files.values()) });
  // What cannot be parsed cannot be looked at any further.
  if (!answer.ok) return problemsToErrors(answer.errors ?? [], files);
  const outlines = answer.outlines!;
  const faults: PlimsollError[] = [...bundleFaults(source)];
  const metadata = new Map<string, LocatedMetadata>();
  for (const rule of source.rules.filter(isOwn)) {
    const found = collect(faults, () => readMetadata(rule.module, outlines[rule.module.path]!));
    collect(faults, () => readExamples(rule));
    if (found === undefined) continue;
    metadata.set(rule.id, found);
    faults.push(...lintRule(source, rule, found, outlines, files));
  }
  for (const library of source.libraries.filter((file) => isChecked(source, file))) {
    const namespace = library.path.startsWith('plimsoll/') ? 'plimsoll' : snake(source.manifest.namespace);
    faults.push(...libraryFaults(library, outlines[library.path]!, namespace));
  }
  faults.push(...(await formatFaults(source, compiler)));
  faults.push(...(await typeFaults(source, compiler, outlines, metadata, files)));
  return inOrder(faults);
}

/** Rules and files of included bundles are checked where they come from. */
function isOwn(rule: RuleSource): boolean {
  return rule.module.path.startsWith('rules/');
}

function isChecked(source: SourceBundle, { path }: SourceFile): boolean {
  const shipped = source.libraryTests.some((test) => test.path.startsWith('plimsoll/lib/'));
  return path.startsWith('lib/') || (shipped && path.startsWith('plimsoll/lib/'));
}

/** Runs one step; what it throws is added to the faults. */
function collect<T>(faults: PlimsollError[], step: () => T): T | undefined {
  try {
    return step();
  } catch (thrown) {
    if (!(thrown instanceof PlimsollError)) throw thrown;
    faults.push(thrown, ...thrown.others);
    return undefined;
  }
}

function lintRule(
  bundle: SourceBundle,
  rule: RuleSource,
  metadata: LocatedMetadata,
  outlines: Record<string, Outline>,
  files: ReadonlyMap<string, SourceFile>,
): PlimsollError[] {
  const { kind } = metadata.value.custom;
  const subject: RuleToLint = {
    bundle,
    rule,
    outline: outlines[rule.module.path]!,
    metadata,
    kind: isKind(kind) ? kind : null,
    test: rule.test === null ? null : outlines[rule.test.path]!,
    files,
  };
  return ruleLints.flatMap((lint) => lint(subject));
}

async function formatFaults(source: SourceBundle, compiler: Compiler): Promise<PlimsollError[]> {
  const files = regoFiles(source);
  const changed = await formatSource(source, compiler);
  return changed.map(({ path, file, text }) => {
    const now = files.get(path)!.text.split('\n');
    const wanted = text.split('\n');
    const index = wanted.findIndex((content, at) => content !== now[at]);
    // What is only too long at its end differs in no line.
    const [line, meant] = index < 0 ? [wanted.length, ''] : [index + 1, wanted[index]!];
    const message = `The file is not formatted as OPA does it; this line is meant: ${JSON.stringify(meant)}`;
    return new PlimsollError('rego-invalid', message, { place: { file, line, column: 1 } });
  });
}

function inOrder(faults: PlimsollError[]): PlimsollError[] {
  const key = ({ place }: PlimsollError): [string, number, number] => [
    place?.file ?? '',
    place?.line ?? 0,
    place?.column ?? 0,
  ];
  return faults.sort((a, b) => {
    const [left, right] = [key(a), key(b)];
    if (left[0] !== right[0]) return left[0] < right[0] ? -1 : 1;
    return left[1] - right[1] || left[2] - right[2];
  });
}
