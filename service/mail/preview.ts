import { PlimsollError } from '../../engine/index.ts';
import type { Configuration } from '../config/schema.ts';
import type { MailReport, Recipient } from './contract.ts';
import { matchesOf } from './owners.ts';
import { recipientsOf } from './plan.ts';

/**
 * Whose mail a preview shows: an owner's part, or the whole as a delivery of the configuration sends it.
 * @throws PlimsollError `not-found` for an owner or delivery that the configuration does not have
 */
export function previewOf(
  configuration: Configuration,
  named: { owner: string | undefined; delivery: string | undefined },
): { recipient: Recipient; context: Pick<MailReport, 'settings' | 'owners' | 'nextDueAt' | 'location'> } {
  const { deliveries = [], owners = [], report = {} } = configuration;
  const delivery =
    named.delivery === undefined
      ? deliveries.find((each) => each.mail !== undefined)
      : deliveries.find((each) => each.name === named.delivery);
  if (delivery === undefined && named.delivery !== undefined) throw unknown('delivery', named.delivery, deliveries);
  const owner = named.owner === undefined ? null : owners.find((each) => each.name === named.owner);
  if (owner === undefined) throw unknown('owner', named.owner ?? '', owners);
  const usual = delivery === undefined ? undefined : recipientsOf(delivery, owners)[0];
  const base: Recipient = usual ?? {
    address: 'reader@localhost',
    name: null,
    scope: null,
    minimumSeverity: null,
    attach: 'full',
    onlyWhenChanged: false,
  };
  const scope = owner === null ? null : { owner: owner.name, match: matchesOf(owner) };
  const address = owner === null ? base.address : (owner.mail?.[0] ?? 'owner@localhost');
  const settings = Object.fromEntries(
    (['entity', 'system', 'timeZone', 'classification'] as const).flatMap((key) =>
      report[key] === undefined ? [] : [[key, report[key]]],
    ),
  );
  return {
    recipient: { ...base, address, scope },
    context: {
      settings,
      owners: owners.map((each) => ({ name: each.name, match: matchesOf(each) })),
      nextDueAt: null,
      location: delivery?.location ?? null,
    },
  };
}

function unknown(what: string, name: string, known: readonly { name: string }[]): PlimsollError {
  const names = known.map((each) => each.name).join(', ');
  return new PlimsollError('not-found', `the configuration has no ${what} ${name}`, {
    next: names === '' ? `There is none under ${what === 'owner' ? 'owners' : 'deliveries'}: yet.` : `Known: ${names}.`,
  });
}
