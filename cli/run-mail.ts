import { existsSync } from 'node:fs';
import path from 'node:path';
import { limitTable, PlimsollError, visibleText } from '../engine/index.ts';
import { type Delivery, loadConfiguration, loadMail, replaceFile } from '../service/index.ts';
import { type Call, flagOption, textOption } from './definition.ts';
import { note } from './run-record.ts';
import { findRun, withStore } from './run-store.ts';
import { table } from './table.ts';

const {
  composeReportMail,
  configuredAddresses,
  materialOfFolder,
  materialOfRun,
  openMailServer,
  previewHtml,
  previewOf,
  previewServer,
  sendTrial,
} = await loadMail();

const lastResult = path.join('plimsoll-report', 'latest', 'result.json');

/** `plimsoll mail preview`: the mail of a run as a message or a page. */
export async function runMailPreview(call: Call): Promise<number> {
  const { configuration } = await loadConfiguration(call.workingFolder, textOption(call, 'config'));
  const names = { owner: textOption(call, 'owner'), delivery: textOption(call, 'delivery') };
  const { recipient, context } = previewOf(configuration, names);
  const report = { ...(await materialOf(call)), ...context };
  const text = flagOption(call, 'html')
    ? await previewHtml(report, recipient)
    : Buffer.from((await composeReportMail(report, recipient, previewServer(configuration.mail))).bytes).toString(
        'utf8',
      );
  const shown = textOption(call, 'output');
  call.terminal.settle();
  if (shown === undefined) call.terminal.data(text);
  else {
    await replaceFile(path.resolve(call.workingFolder, shown), text, shown);
    call.terminal.say(`Preview   ${shown}`);
  }
  return 0;
}

/** A path of a file that is there is a result; everything else is the name of a run. */
async function materialOf(call: Call): Promise<Awaited<ReturnType<typeof materialOfFolder>>> {
  const [named] = call.arguments;
  const file = path.resolve(call.workingFolder, named ?? lastResult);
  if (named === undefined || existsSync(file) || named.endsWith('.json')) {
    return materialOfFolder(file, named ?? lastResult);
  }
  return withStore(call, 'read', async (store) => materialOfRun(store, await findRun(store, named)));
}

/** `plimsoll mail test`. */
export async function runMailTest(call: Call): Promise<number> {
  const { terminal } = call;
  const [address = ''] = call.arguments;
  const { configuration, folder } = await loadConfiguration(call.workingFolder, textOption(call, 'config'));
  const allowed = configuredAddresses(configuration);
  if (configuration.mail === undefined) {
    throw new PlimsollError('configuration-invalid', 'there is no mail server in the configuration', {
      next: 'Add mail: with host and from to plimsoll.yaml.',
    });
  }
  const server = await openMailServer(configuration.mail, folder, call.environment);
  terminal.progress('mail', `talking to ${server.host}:${server.port}`);
  const { outcome, answer } = await sendTrial(address, { server, allowed, now: new Date(), signal: call.signal });
  terminal.settle();
  if (outcome === 'accepted') {
    terminal.say(`Accepted  ${server.host}:${server.port} said: ${answer}`);
    return 0;
  }
  throw new PlimsollError('delivery-failed', `${server.host}:${server.port} did not take the message: ${answer}`, {
    next: 'Correct mail: in plimsoll.yaml, or try again where the server asks for that.',
  });
}

/** `plimsoll mail outbox`: a table of deliveries on stdout, or one made due again. */
export async function runMailOutbox(call: Call): Promise<number> {
  const retry = textOption(call, 'retry');
  if (retry !== undefined) return retryDelivery(call, retry);
  const limit = Number(textOption(call, 'limit'));
  if (!Number.isInteger(limit) || limit < 1 || limit > 10_000) {
    throw new PlimsollError('usage', '--limit takes a number from 1 to 10000');
  }
  const run = textOption(call, 'run');
  const state = textOption(call, 'state') as Delivery['state'] | undefined;
  const deliveries = await withStore(call, 'read', (store) =>
    store.deliveries.list({
      limit,
      ...(run === undefined ? {} : { run }),
      ...(state === undefined ? {} : { state }),
    }),
  );
  if (textOption(call, 'format') === 'json') call.terminal.data(`${JSON.stringify(deliveries, null, 2)}\n`);
  else call.terminal.data(deliveryTable(deliveries));
  return deliveries.some(isGivenUp) ? 1 : 0;
}

function isGivenUp({ state, nextAttemptAt }: Delivery): boolean {
  return state === 'dead' || (state === 'failed' && nextAttemptAt === null);
}

function deliveryTable(deliveries: readonly Delivery[]): string {
  const header = ['delivery', 'state', 'by', 'to', 'about', 'tries', 'accepted or next', 'subject', 'answer'];
  return table(
    header,
    deliveries.map((each) => {
      const when = each.acceptedAt ?? each.nextAttemptAt ?? '-';
      const cells = [each.id, each.state, each.channel, each.recipient, each.purpose, String(each.attempts), when];
      return [...cells, each.subject, each.answer ?? ''].map(visibleText);
    }),
  );
}

async function retryDelivery(call: Call, id: string): Promise<number> {
  await withStore(call, 'write', async (store) => {
    const all = await store.deliveries.list({ limit: limitTable.mailOutboxRows.value });
    const delivery = all.find((each) => each.id === id);
    if (delivery === undefined) {
      throw new PlimsollError('not-found', `there is no delivery ${id}`, { next: 'See plimsoll mail outbox.' });
    }
    if (delivery.state !== 'failed' && delivery.state !== 'dead') {
      throw new PlimsollError(
        'usage',
        `the delivery ${id} is ${delivery.state}: only one that was given up can be retried`,
      );
    }
    await store.deliveries.retry(id, new Date().toISOString());
    await note(store, call, 'retry delivery', id, { recipient: delivery.recipient, state: delivery.state });
    call.terminal.say(`Due       ${delivery.channel} to ${visibleText(delivery.recipient)}; plimsoll serve sends it`);
  });
  return 0;
}
