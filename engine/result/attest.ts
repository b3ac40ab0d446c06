import type { Control, Framework } from '../bundle/schema.ts';
import type { Attestation } from './attestations.ts';
import { endOf, plusPeriod } from './dates.ts';
import { controlFingerprint, fingerprint } from './fingerprint.ts';
import { compileGlob } from './glob.ts';
import type { AttestationUse, Outcome, Reason, ResultTarget, Status } from './schema.ts';

export interface AttestContext {
  frameworks: readonly Framework[];
  targets: readonly ResultTarget[];
  /** The instant (milliseconds) a target is judged at; null: the newest of all. */
  instantOf(target: number | null): number;
  timeZone: string;
  /** `<framework>:<id>` → digest of the facts an answer to it depends on; absent where not all of them are known. */
  factDigests: ReadonlyMap<string, string>;
}

export interface Attested {
  outcomes: Outcome[];
  /** Answers that resolved something. */
  used: AttestationUse[];
  /** `<framework>:<id>` of controls that an answer resolved, fully or in part. */
  controls: ReadonlySet<string>;
}

interface Answer {
  attestation: Attestation;
  /** Full ids of rules, and ids of controls, that it speaks for. */
  subjects: ReadonlySet<string>;
  scope: ((text: string) => boolean)[] | null;
  /** Milliseconds between which it holds. */
  from: number;
  until: number;
  /** Why it does not hold whatever the time; null: it does. */
  void: string | null;
}

const statusOf = {
  satisfied: 'pass',
  'not-satisfied': 'fail',
  'not-applicable': 'not-applicable',
  inherited: 'pass',
} as const;
const day = 86_400_000;

/** A control without rules is a question to a person: one outcome, without a resource. */
export function controlOutcomes(frameworks: readonly Framework[]): Outcome[] {
  return frameworks.flatMap((framework) =>
    framework.controls
      .filter((control) => control.rules.length === 0)
      .map((control) => {
        const id = `${framework.framework}:${control.id}`;
        const questions = [{ text: control.question ?? control.title, evidence: [] }];
        return {
          ...{ rule: null, control: id, status: 'manual', origin: 'rego', kind: null, key: null, target: null },
          ...{ findings: [], reasons: [], questions, fingerprint: controlFingerprint(id) },
        } satisfies Outcome;
      }),
  );
}

/**
 * Lets people's answers resolve `manual` outcomes and no others. An answer to a control speaks for its question and
 * for what its rules ask; of several, the one given last counts. One that lapsed leaves the question open and is named.
 */
export function attest(
  outcomes: readonly Outcome[],
  attestations: readonly Attestation[],
  context: AttestContext,
): Attested {
  const answers = attestations.map((each) => prepare(each, context));
  const used = new Set<Answer>();
  const controls = new Set<string>();
  const resolved = outcomes.map((outcome) => {
    const own = outcome.status === 'manual' ? answers.filter((each) => each.subjects.has(subjectOf(outcome))) : [];
    if (own.length === 0) return outcome;
    const found = outcome.key === null ? answerForAll(own, context) : answerFor(own, outcome, context);
    if (found.length === 0) return withLapse(outcome, own);
    for (const answer of found) {
      used.add(answer);
      for (const control of controlsOf(outcome, context.frameworks)) controls.add(control);
    }
    return resolve(outcome, worst(found).attestation);
  });
  const list = answers.filter((each) => used.has(each)).map(({ attestation }) => useOf(attestation));
  return { outcomes: resolved, used: list, controls };
}

/** The answer as the result carries it: everything that was recorded, and until when it holds. */
function useOf({ scope, ...attestation }: Attestation): AttestationUse {
  const until = plusPeriod(attestation.on, attestation.validFor);
  return { ...attestation, ...(scope === undefined ? {} : { scope: [scope].flat() }), until };
}

function prepare(attestation: Attestation, context: AttestContext): Answer {
  const { control: id, on, validFor, scope } = attestation;
  const subjects = new Set([id]);
  let isVoid: string | null = null;
  for (const framework of context.frameworks) {
    for (const control of framework.controls) {
      if (`${framework.framework}:${control.id}` !== id) continue;
      for (const rule of control.rules) subjects.add(rule);
      isVoid = lapseOf(control, attestation, context.factDigests.get(id));
    }
  }
  return {
    attestation,
    subjects,
    scope: scope === undefined ? null : [scope].flat().map(compileGlob),
    // a date begins somewhere on earth before it does in UTC
    from: Date.parse(on) - (on.length > 10 ? 0 : day),
    until: endOf(plusPeriod(on, validFor), context.timeZone),
    void: isVoid,
  };
}

/** Why an answer does not count by the facts it was given for; null where it does. */
function lapseOf({ lapseOn }: Control, attestation: Attestation, now: string | undefined): string | null {
  const names = (lapseOn ?? []).join(', ');
  if (names === '' || (now !== undefined && now === attestation.lapseOn)) return null;
  if (now === undefined) return `it depends on ${names}, which this run could not read`;
  const before = attestation.lapseOn === undefined ? 'no digest of them' : 'another digest';
  return `it depends on ${names}, and was given with ${before}; now it is lapseOn: ${now}`;
}

function subjectOf(outcome: Outcome): string {
  return outcome.rule ?? outcome.control ?? '';
}

function answerFor(answers: Answer[], outcome: Outcome, context: AttestContext): Answer[] {
  const inScope = (answer: Answer) => answer.scope === null || answer.scope.some((matches) => matches(outcome.key!));
  const last = latest(answers.filter(inScope), context.instantOf(outcome.target));
  return last === null ? [] : [last];
}

/** Where no resource is meant, every target needs an answer that speaks for it. */
function answerForAll(answers: Answer[], context: AttestContext): Answer[] {
  const found: Answer[] = [];
  for (const target of context.targets) {
    const texts = [target.name, `${target.name}/`];
    const inScope = (answer: Answer) =>
      answer.scope === null || answer.scope.some((matches) => texts.some((text) => matches(text)));
    const last = latest(answers.filter(inScope), context.instantOf(null));
    if (last === null) return [];
    found.push(last);
  }
  return found;
}

function latest(answers: readonly Answer[], instant: number): Answer | null {
  let best: Answer | null = null;
  for (const answer of answers) {
    if (answer.void !== null || instant < answer.from || instant >= answer.until) continue;
    if (best === null || answer.from >= best.from) best = answer;
  }
  return best;
}

function worst(answers: readonly Answer[]): Answer {
  const order = ['not-satisfied', 'satisfied', 'inherited', 'not-applicable'];
  const rank = (answer: Answer) => order.indexOf(answer.attestation.answer);
  return answers.reduce((a, b) => (rank(b) < rank(a) ? b : a));
}

function resolve(outcome: Outcome, attestation: Attestation): Outcome {
  const { answer, by, on, provider } = attestation;
  const status: Status = statusOf[answer];
  const from = answer === 'inherited' ? `, provided by ${provider}` : '';
  const reason = { code: answer, message: `answered by ${by} on ${on}${from}` };
  const { rule, kind, key } = outcome;
  const print =
    rule !== null && kind !== null && key !== null ? fingerprint(rule, kind, key, null) : outcome.fingerprint;
  const message = outcome.questions[0]?.text ?? 'put to a person';
  const finding = { part: null, message, location: null, evidence: [], fingerprint: print ?? '' };
  const findings = status === 'fail' ? [finding] : [];
  return { ...outcome, status, origin: 'attestation', reasons: [...outcome.reasons, reason], findings };
}

function withLapse(outcome: Outcome, answers: readonly Answer[]): Outcome {
  const reasons = answers.map((answer): Reason => {
    const { by, on } = answer.attestation;
    return {
      code: 'lapsed',
      message: `the answer by ${by} of ${on} does not count: ${answer.void ?? 'out of its time or scope'}`,
    };
  });
  return { ...outcome, reasons: [...outcome.reasons, ...reasons] };
}

function controlsOf(outcome: Outcome, frameworks: readonly Framework[]): string[] {
  if (outcome.rule === null) return [outcome.control ?? ''];
  return frameworks.flatMap((framework) =>
    framework.controls
      .filter((control) => control.rules.includes(outcome.rule!))
      .map((control) => `${framework.framework}:${control.id}`),
  );
}
