import { factsReference, isKind } from '../../../engine/index.ts';

/** Where the value of a fact comes from. */
export interface FactSource {
  fact: string;
  /** API field, file or command; `not listed` for a fact that this version does not know. */
  source: string;
}

/** Answers for a kind and the name of a fact, a member of one or a part: `mounts[/data].source`. */
export function factSources(): (kind: string, fact: string) => string {
  const sources = new Map<string, string>();
  for (const { kind, fact, source } of factsReference()) if (source !== null) sources.set(`${kind} ${fact}`, source);
  return (kind, fact) => {
    const [first = '', ...rest] = fact.split('.');
    // A question of a control names facts of any kind: `host.kernel`.
    const named = !sources.has(`${kind} ${first}`) && isKind(first) && rest.length > 0;
    const of = named ? first : kind;
    let name = (named ? rest.join('.') : fact).replace(/\[[^\]]*\]/g, '[]');
    while (name !== '') {
      const found = sources.get(`${of} ${name}`) ?? sources.get(`${of} ${name.replace(/\[\]$/, '')}`);
      if (found !== undefined) return found;
      name = name.slice(0, Math.max(0, name.lastIndexOf('.')));
    }
    return 'not listed';
  };
}
