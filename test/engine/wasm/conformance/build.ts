import type { Value } from '../../../../engine/wasm/builtins/value.ts';
import type { Compiler, CompilerProblem } from '../../../../rego/index.ts';
import type { Case } from './cases.ts';

/** A case, the policy it was compiled into with others, and where its query and its data are in there. */
export interface Built {
  case: Case;
  wasm: WebAssembly.Module;
  entrypoint: string;
  /** The name under which the case's data goes; undefined for the root. */
  dataName: string | undefined;
}

/** Why a case does not compile. */
export interface NotBuilt {
  case: Case;
  problems: CompilerProblem[];
}

export interface Builds {
  built: Built[];
  notBuilt: NotBuilt[];
}

/** A build costs a tenth of a second whatever is in it, so many cases share one. */
const batchSize = 60;

/** Compiles all cases with the given capabilities. */
export async function buildAll(compiler: Compiler, capabilities: unknown, cases: Case[]): Promise<Builds> {
  const builds: Builds = { built: [], notBuilt: [] };
  const alone = cases.filter((each) => !canShare(each));
  const shared = cases.filter(canShare);
  for (let at = 0; at < shared.length; at += batchSize) {
    alone.push(...(await buildTogether(compiler, capabilities, shared.slice(at, at + batchSize), builds)));
  }
  for (const each of alone) await buildAlone(compiler, capabilities, each, builds);
  return builds;
}

/** Moving a case to a package of its own rewrites `data`, which is only safe outside of template strings. */
function canShare({ modules, query }: Case): boolean {
  return ![query, ...modules].some((text) => /\$["`]|\bdata\[|rego\.metadata/.test(text));
}

/** Builds cases in one policy, leaving out those that do not compile; these are returned. */
async function buildTogether(
  compiler: Compiler,
  capabilities: unknown,
  cases: Case[],
  builds: Builds,
): Promise<Case[]> {
  let left = cases;
  while (left.length > 0) {
    const modules: Record<string, string> = {};
    for (const each of left) {
      const name = `c${each.number}`;
      for (const [index, module] of each.modules.entries()) modules[`${name}/${index}.rego`] = moved(module, name);
      modules[`${name}/query.rego`] = queryModule(`queries.${name}`, each, moved(each.query, name));
    }
    const entrypoints = left.map((each) => `queries/c${each.number}/out`);
    const answer = await compiler.request({ operation: 'build', modules, entrypoints, capabilities });
    if (answer.wasm !== undefined) {
      const wasm = new WebAssembly.Module(Buffer.from(answer.wasm, 'base64'));
      for (const each of left) {
        const name = `c${each.number}`;
        builds.built.push({ case: each, wasm, entrypoint: `queries/${name}/out`, dataName: name });
      }
      return cases.filter((each) => !left.includes(each));
    }
    const faulty = new Set((answer.errors ?? []).map((problem) => problem.file?.split('/')[0]));
    const rest = left.filter((each) => !faulty.has(`c${each.number}`));
    if (rest.length === left.length) return cases;
    left = rest;
  }
  return cases;
}

async function buildAlone(compiler: Compiler, capabilities: unknown, each: Case, builds: Builds): Promise<void> {
  const modules: Record<string, string> = { 'query.rego': queryModule('conformance_query', each, each.query) };
  for (const [index, module] of each.modules.entries()) modules[`${index}.rego`] = module;
  const entrypoints = ['conformance_query/out'];
  const answer = await compiler.request({ operation: 'build', modules, entrypoints, capabilities });
  if (answer.wasm === undefined) {
    builds.notBuilt.push({ case: each, problems: answer.errors ?? [] });
    return;
  }
  const wasm = new WebAssembly.Module(Buffer.from(answer.wasm, 'base64'));
  builds.built.push({ case: each, wasm, entrypoint: 'conformance_query/out', dataName: undefined });
}

/** A module whose `out` is the set of bindings that the query has. */
function queryModule(packageName: string, each: Case, query: string): string {
  const names = [...((each.wantResult?.[0] as Map<Value, Value> | undefined)?.keys() ?? [])] as string[];
  if (names.length === 0) names.push(/=\s*(\w+)\s*$/.exec(each.query)?.[1] ?? 'x');
  const bindings = names.map((name) => `"${name}": ${name}`).join(', ');
  return `package ${packageName}\n\nout contains {${bindings}} if {\n\t${query}\n}\n`;
}

const tokens = /("(?:[^"\\\n]|\\.)*"|`[^`]*`|#[^\n]*)|(\bpackage\s+)(\w)|(?<![\w.])data\b(?!\s*:)/g;

/** A module or query with its package and its references moved below `data.NAME`. */
function moved(text: string, name: string): string {
  return text.replace(tokens, (whole, fixed?: string, keyword?: string, first?: string) => {
    if (fixed !== undefined) return fixed;
    return keyword === undefined ? whole.replace('data', `data.${name}`) : `${keyword}${name}.${first}`;
  });
}
