/** What a rule set of the kernel says about incoming traffic. */
export interface FilterRules {
  /** Whether there are filter rules besides those of container engines. */
  rulesLoaded: boolean;
  /** Whether unmatched input is dropped: by policy, or by a last rule without condition. */
  inputPolicyDrop: boolean;
}

/** Chains that Docker, Podman, CNI, Kubernetes and libvirt make for themselves. */
const engineChain = /^(?:DOCKER|CNI-|KUBE-|NETAVARK|CALI|cali-|FLANNEL|LIBVIRT_|PODMAN)/;
const engineTable = /^(?:docker-|netavark|cni_|kube-proxy|podman|libvirt)/;

/** Reads `nft -j list ruleset`; null: not of that form. */
export function parseNftRuleset(json: string): FilterRules | null {
  const items = nftItems(json);
  if (items === null) return null;
  const inputs = new Map<string, boolean>();
  let rulesLoaded = false;
  for (const { chain } of items) {
    if (isRecord(chain) && chain['type'] === 'filter' && chain['hook'] === 'input') {
      inputs.set(chainId(chain, 'name'), chain['policy'] === 'drop');
    }
  }
  for (const { rule } of items) {
    if (!isRecord(rule)) continue;
    const ofEngine =
      engineTable.test(String(rule['table'])) || engineChain.test(String(rule['chain'])) || jumpsToEngine(rule['expr']);
    if (!ofEngine && String(rule['table']) !== 'nat') rulesLoaded = true;
    const id = chainId(rule, 'chain');
    if (inputs.has(id) && isBareVerdict(rule['expr'])) inputs.set(id, true);
  }
  const drops = [...inputs.values()];
  return { rulesLoaded: rulesLoaded || drops.includes(true), inputPolicyDrop: drops.includes(true) };
}

function nftItems(json: string): Record<string, unknown>[] | null {
  try {
    const parsed: unknown = JSON.parse(json);
    const items = isRecord(parsed) ? parsed['nftables'] : null;
    return Array.isArray(items) ? items.filter(isRecord) : null;
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function chainId(item: Record<string, unknown>, name: string): string {
  return `${item['family']} ${item['table']} ${item[name]}`;
}

function jumpsToEngine(expressions: unknown): boolean {
  if (!Array.isArray(expressions)) return false;
  return expressions.some((expression) => {
    const jump = isRecord(expression) ? (expression['jump'] ?? expression['goto']) : null;
    return isRecord(jump) && engineChain.test(String(jump['target']));
  });
}

/** `drop` or `reject` with nothing but a counter before it. */
function isBareVerdict(expressions: unknown): boolean {
  if (!Array.isArray(expressions)) return false;
  const rest = expressions.filter((expression) => !(isRecord(expression) && 'counter' in expression));
  return rest.length === 1 && isRecord(rest[0]) && ('drop' in rest[0] || 'reject' in rest[0]);
}

/** Reads `iptables-save -t filter`. */
export function parseIptablesSave(text: string): FilterRules {
  let [rulesLoaded, inputPolicyDrop] = [false, false];
  for (const line of text.split('\n')) {
    if (/^:INPUT DROP\b/.test(line) || /^-A INPUT -j (?:DROP|REJECT)\b/.test(line)) inputPolicyDrop = true;
    const rule = /^-A (\S+)/.exec(line);
    if (rule === null) continue;
    const jump = /-[jg] (\S+)/.exec(line)?.[1] ?? '';
    // Docker's own rules in FORWARD name its bridges.
    const ofEngine =
      engineChain.test(rule[1] ?? '') || engineChain.test(jump) || / -[io] (?:docker|br-|cni|podman)/.test(line);
    if (!ofEngine) rulesLoaded = true;
  }
  return { rulesLoaded: rulesLoaded || inputPolicyDrop, inputPolicyDrop };
}
