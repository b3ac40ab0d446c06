import type { Attestation } from '../../engine/index.ts';
import { factLines, type Sheet } from './facts.ts';
import { evidenceOf, type RowOptions } from './rows.ts';

/** A terminal to ask on. */
export interface Conversation extends Pick<RowOptions, 'digestOfFile'> {
  say(text: string): void;
  /** The line typed, or null where the input ended. */
  ask(prompt: string): Promise<string | null>;
  /** Keeps an answer at once, so that a conversation that breaks off loses none. */
  keep(answer: Attestation): Promise<void>;
}

export interface Answerer {
  by: string;
  /** The date of the answers. */
  on: string;
  validFor: string;
  scope: readonly string[];
}

const words = new Map<string, Attestation['answer']>([
  ['s', 'satisfied'],
  ['n', 'not-satisfied'],
  ['a', 'not-applicable'],
  ['i', 'inherited'],
]);
const prompt = '[s]atisfied  [n]ot satisfied  not [a]pplicable  [i]nherited  Enter: leave open  [q]uit > ';

/** Puts the questions one after another, each with its facts, and answers how many were answered. */
export async function askAll(
  sheets: readonly Sheet[],
  answerer: Answerer,
  conversation: Conversation,
): Promise<number> {
  let answered = 0;
  for (const [index, sheet] of sheets.entries()) {
    conversation.say(`\n${index + 1} of ${sheets.length}  ${sheet.control}  ${sheet.title}\n${sheet.question}`);
    for (const line of factLines(sheet)) conversation.say(`  ${line}`);
    const answer = await askAnswer(conversation);
    if (answer === 'quit') return answered;
    if (answer === 'open') continue;
    const provider = answer === 'inherited' ? await askText('Provided by', conversation) : undefined;
    if (provider === null) return answered;
    const evidence = await askEvidence(conversation);
    if (evidence === null) return answered;
    const { by, on, validFor, scope } = answerer;
    await conversation.keep({
      control: sheet.control,
      ...(scope.length === 0 ? {} : { scope: scope.length === 1 ? scope[0]! : [...scope] }),
      answer,
      ...(provider === undefined ? {} : { provider }),
      ...{ by, on, validFor },
      ...(evidence.length === 0 ? {} : { evidence }),
      ...(sheet.factsDigest === undefined ? {} : { lapseOn: sheet.factsDigest }),
    });
    answered += 1;
  }
  return answered;
}

async function askAnswer(conversation: Conversation): Promise<Attestation['answer'] | 'open' | 'quit'> {
  for (;;) {
    const line = (await conversation.ask(prompt))?.trim().toLowerCase();
    if (line === undefined || line === 'q') return 'quit';
    if (line === '') return 'open';
    const answer = words.get(line) ?? [...words.values()].find((word) => word === line.replaceAll(/\s+/g, '-'));
    if (answer !== undefined) return answer;
    conversation.say(`"${line}" is no answer.`);
  }
}

/** A text that is needed; null where the input ended. */
async function askText(what: string, conversation: Conversation): Promise<string | null> {
  for (;;) {
    const line = await conversation.ask(`${what} > `);
    if (line === null) return null;
    if (line.trim() !== '') return line.trim();
  }
}

async function askEvidence(conversation: Conversation): Promise<NonNullable<Attestation['evidence']> | null> {
  for (;;) {
    const line = await conversation.ask('What shows it: a text, or file:PATH (Enter: nothing) > ');
    if (line === null) return null;
    if (line.trim() === '') return [];
    try {
      return [await evidenceOf(line.trim(), conversation)];
    } catch (error) {
      conversation.say(error instanceof Error ? error.message : String(error));
    }
  }
}
