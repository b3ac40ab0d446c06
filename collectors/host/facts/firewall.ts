import type { HostContext, HostFacts } from '../fact-reader.ts';
import { type FilterRules, parseIptablesSave, parseNftRuleset } from '../parse/nft-ruleset.ts';
import { got, type Read, valueOr } from '../read.ts';

const filterUnits: readonly (readonly [string, string])[] = [
  ['firewalld.service', 'firewalld'],
  ['iptables.service', 'iptables'],
  ['netfilter-persistent.service', 'iptables'],
  ['nftables.service', 'nftables'],
];

/** The packet filter: what is set to start, and what the kernel holds where it can be asked. */
export async function readFirewall(
  context: HostContext,
  enabled: ReadonlySet<string>,
): Promise<Read<HostFacts['firewall']>> {
  const tools = new Set(filterUnits.filter(([unit]) => enabled.has(unit)).map(([, tool]) => tool));
  const ufw = valueOr(await context.root.readText('/etc/ufw/ufw.conf'), '');
  if (enabled.has('ufw.service') && /^\s*ENABLED\s*=\s*["']?yes/im.test(ufw)) tools.add('ufw');
  const rules = await kernelRules(context);
  return got({
    tools: [...tools].sort(),
    rulesLoaded: rules?.rulesLoaded ?? null,
    inputPolicyDrop: rules?.inputPolicyDrop ?? null,
  });
}

/**
 * Rules of both packet filters of the kernel; null: not known. A filter that the kernel has not loaded is not asked,
 * for asking would load it.
 */
async function kernelRules(context: HostContext): Promise<FilterRules | null> {
  const nft = await nftRules(context);
  const legacy = await legacyRules(context);
  if (nft === null || legacy === null) return null;
  return {
    rulesLoaded: nft.rulesLoaded || legacy.rulesLoaded,
    inputPolicyDrop: nft.inputPolicyDrop || legacy.inputPolicyDrop,
  };
}

const none: FilterRules = { rulesLoaded: false, inputPolicyDrop: false };

async function nftRules(context: HostContext): Promise<FilterRules | null> {
  if (!context.root.local) return null;
  const modules = await context.root.readText('/proc/modules');
  if (modules.ok && !/^nf_tables /m.test(modules.value) && !(await isBuiltin(context, 'nf_tables'))) return none;
  const output = await context.run('nft');
  return output.ok && output.value.exitCode === 0 ? parseNftRuleset(output.value.text) : null;
}

async function legacyRules(context: HostContext): Promise<FilterRules | null> {
  if (!context.root.local) return null;
  const tables = await context.root.readText('/proc/net/ip_tables_names');
  if (!tables.ok) return tables.code === 'absent' ? none : null;
  if (!/^filter$/m.test(tables.value)) return none;
  const output = await context.run('iptables-save');
  if (!output.ok || output.value.exitCode !== 0) return null;
  // The newer program of this name shows the other filter.
  return /nft-save|nf_tables/.test(output.value.text) ? null : parseIptablesSave(output.value.text);
}

async function isBuiltin(context: HostContext, module: string): Promise<boolean> {
  const release = valueOr(await context.root.readText('/proc/sys/kernel/osrelease'), '').trim();
  const list = await context.root.readText(`/lib/modules/${release}/modules.builtin`);
  // Without the list it may well be built in.
  return !list.ok || list.value.includes(`/${module}.ko`);
}
