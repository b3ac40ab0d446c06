import { digestOf, type FileRequest, type KindName } from '../../../engine/index.ts';
import { type FactReader, type HostContext, type HostFacts, singleFact } from '../fact-reader.ts';
import { decodeText } from '../file-names.ts';
import { fileState } from '../file-state.ts';
import { findPaths, type WalkBudget, walkBudget } from '../glob.ts';
import { matchPattern } from '../patterns.ts';
import { got, type Read } from '../read.ts';

type RequestedFile = HostFacts['files'][number];

/** Files that are nothing but secrets: what is found in them is never shown. */
const secretFiles = /^\/etc\/(?:g?shadow-?|security\/opasswd|ssh\/ssh_host_\w+_key)$/;

/** Files that bundles asked for; the plan lists the requests themselves. */
export const requestedFileReaders: readonly FactReader[] = [singleFact('files', [], false, readRequestedFiles)];

/** What reading requested files needs; `kind` is that of the resource that problems belong to. */
export type FilesContext = Pick<HostContext, 'root' | 'files' | 'accounts' | 'problems'> & { kind?: KindName };

/** Files that bundles asked for, sorted by path; those that were asked for and are not there are in the list too. */
export async function readRequestedFiles(context: FilesContext): Promise<Read<RequestedFile[]>> {
  const wanted = new Map<string, Map<string, string>>();
  const incomplete = new Map<string, string>();
  const budget = walkBudget(context.root);
  for (const request of unite(context.files)) {
    const found = await findPaths(context.root, request.path, budget);
    const isGlob = /[*?[]/.test(request.path);
    for (const path of isGlob ? found.paths : [request.path]) {
      const patterns = wanted.get(path) ?? new Map<string, string>();
      for (const [name, pattern] of Object.entries(request.match ?? {})) patterns.set(name, pattern);
      wanted.set(path, patterns);
    }
    if (found.incomplete !== null && isGlob) incomplete.set(request.path, found.incomplete);
    if (found.incomplete === 'limit') noteLimit(context, request.path, budget);
  }
  const files: RequestedFile[] = [];
  for (const [path, patterns] of wanted) files.push(await describe(context, path, patterns));
  // A folder that could not be walked stands in the list under its pattern, so that a rule answers unknown.
  for (const [path, error] of incomplete) files.push({ ...unseen(path), error });
  return got(files.sort((left, right) => (left.path < right.path ? -1 : left.path > right.path ? 1 : 0)));
}

/** Requests of several bundles for one path become one. */
function unite(requests: readonly FileRequest[]): FileRequest[] {
  const united = new Map<string, FileRequest>();
  for (const request of requests) {
    const known = united.get(request.path);
    united.set(request.path, { path: request.path, match: { ...known?.match, ...request.match } });
  }
  return [...united.values()];
}

function noteLimit(context: FilesContext, path: string, budget: WalkBudget): void {
  const limit = budget.entries <= 0 ? 'hostWalkEntries' : 'hostFilesMatched';
  const message = `Looking for ${path} was stopped at the limit ${limit} (${context.root.limits[limit]}).`;
  context.problems.push({ code: 'limit-reached', message, limit, kind: context.kind ?? 'host', subject: path });
}

function unseen(path: string): RequestedFile {
  const nothing = { owner: null, uid: null, group: null, gid: null, mode: null, type: null, digest: null };
  return { path, exists: false, ...nothing, error: null, matches: [] };
}

async function describe(
  context: FilesContext,
  path: string,
  patterns: ReadonlyMap<string, string>,
): Promise<RequestedFile> {
  const state = await fileState(context.root, await context.accounts(), path);
  const shown: RequestedFile = { ...state, digest: null, matches: [] };
  if (state.type !== 'file' || state.error !== null) return shown;
  const bytes = await context.root.readBytes(path);
  if (!bytes.ok) return { ...shown, error: bytes.code === 'absent' ? 'vanished' : bytes.code };
  shown.digest = digestOf(bytes.value);
  const text = patterns.size === 0 ? '' : decodeText(bytes.value);
  for (const [name, pattern] of [...patterns].sort(([left], [right]) => (left < right ? -1 : 1))) {
    const values = matchPattern(text, pattern);
    if (!values.ok) {
      notePattern(context, path, name, values.code);
      shown.error ??= values.code;
    } else if (values.value.length > 0) {
      const isSecret = secretFiles.test(path);
      shown.matches.push({ name, values: isSecret ? values.value.map(() => '***') : values.value });
    }
  }
  return shown;
}

function notePattern(context: FilesContext, path: string, name: string, code: string): void {
  context.problems.push({
    code: 'pattern-failed',
    message: `The pattern ${name} could not be searched for in ${path} (${code}).`,
    kind: context.kind ?? 'host',
    subject: path,
  });
}
