import { fingerprint } from '../result/fingerprint.ts';
import type { Finding, Outcome, Reason } from '../result/schema.ts';
import { canonicalJson, compareText } from '../snapshot/canonical.ts';
import { rightFor } from '../snapshot/rights.ts';
import type { Head } from '../snapshot/schema.ts';
import type { RuleOutput, Violation } from './elements.ts';
import { evidenceOf, type NeededValues } from './evidence.ts';
import type { Gap } from './needs.ts';
import type { RulePlan } from './plan.ts';

/** Why a rule has no answer about a resource. */
export interface Failure {
  code: 'trap' | 'memory' | 'timeout' | 'malformed' | 'limit';
  message: string;
}

/** Everything that is known about one rule on one resource after the policy ran. */
export interface Case {
  rule: RulePlan;
  head: Head;
  output: RuleOutput | undefined;
  gaps: readonly Gap[] | undefined;
  failure: Failure | undefined;
  /** The line is above the limit `resourceLineBytes` and was not evaluated. */
  tooLong: string | null;
}

/** What judging may read of the resource behind the head; read on first use, and only where something is wrong. */
export interface Subject {
  fact(name: string): unknown;
  needed(rule: RulePlan): NeededValues;
  /** Fills a template from arguments and the resource. */
  render(template: string, args: Readonly<Record<string, unknown>>): string;
}

export interface JudgeLimits {
  evidenceBytes: number;
  findingsPerOutcome: number;
}

/**
 * One outcome of one rule on one resource, or null for a pass, by the order of precedence: error, another runtime,
 * not-evaluated, not-applicable, fail, manual (docs: bundles.md; excluded rules never come here). Another runtime goes
 * before a missing need: the question does not arise there, whatever could be read.
 */
export function judgeCase(given: Case, subject: Subject, limits: JudgeLimits): Outcome | null {
  const { rule, output, gaps, failure } = given;
  if (failure !== undefined) return failed(given, failure);
  if (given.tooLong !== null) {
    return outcomeOf(given, 'not-evaluated', { reasons: [{ code: 'limit', message: given.tooLong }] });
  }
  if (output !== undefined && output.malformed !== null) {
    return failed(given, { code: 'malformed', message: `the rule broke its contract: ${output.malformed}` });
  }
  if (output?.otherRuntime) {
    const message = `The rule is for ${rule.runtimes!.join(', ')} only.`;
    return outcomeOf(given, 'not-applicable', { reasons: [{ code: 'runtime', message }] });
  }
  if (gaps !== undefined) {
    return outcomeOf(given, 'not-evaluated', { reasons: gaps.map((gap) => gapReason(gap, given.head.kind)) });
  }
  if (output === undefined) return null;
  try {
    return judgeOutput(given, output, subject, limits);
  } catch (thrown) {
    // A template that cannot be filled: the finding is there, its sentence is not, and it must not get lost.
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return failed(given, { code: 'malformed', message });
  }
}

function judgeOutput(given: Case, output: RuleOutput, subject: Subject, limits: JudgeLimits): Outcome | null {
  const { rule, head } = given;
  if (output.unknown.length > 0) {
    const reasons = output.unknown.map((each) => unknownReason(each, head.kind));
    return outcomeOf(given, 'not-evaluated', { reasons: inOrder(reasons) });
  }
  if (output.notApplicable.length > 0) {
    const reasons = output.notApplicable.map(({ code, args }): Reason => {
      if (!Object.hasOwn(rule.reasons, code)) throw new Error(`the rule's metadata has no reason ${code}`);
      return { code, message: subject.render(rule.reasons[code]!, args) };
    });
    return outcomeOf(given, 'not-applicable', { reasons: inOrder(reasons) });
  }
  if (output.violations.length > limits.findingsPerOutcome) {
    const message = `more findings than the limit findingsPerOutcome (${limits.findingsPerOutcome})`;
    return failed(given, { code: 'limit', message });
  }
  if (output.violations.length > 0) {
    const findings = output.violations.map((violation) => findingOf(given, violation, subject, limits));
    return outcomeOf(given, 'fail', { findings: findings.sort(byPart), ...imageOf(given, subject) });
  }
  if (output.review.length === 0) return null;
  const questions = output.review.map(({ args }) => ({
    text: subject.render(rule.question ?? rule.id, args),
    evidence: evidenceOf(args, subject.needed(rule), limits.evidenceBytes),
  }));
  return outcomeOf(given, 'manual', { questions: inOrder(questions) });
}

function findingOf({ rule, head }: Case, violation: Violation, subject: Subject, limits: JudgeLimits): Finding {
  const { args, part, location } = violation;
  return {
    part,
    message: subject.render(templateFor(rule, args), args),
    location,
    evidence: evidenceOf(args, subject.needed(rule), limits.evidenceBytes),
    fingerprint: fingerprint(rule.id, head.kind, head.key, part),
  };
}

/** The message of a rule, or the one for the finding's `code` where the rule has several. */
function templateFor(rule: RulePlan, args: Readonly<Record<string, unknown>>): string {
  if (typeof rule.message === 'string') return rule.message;
  const code = args['code'];
  if (typeof code === 'string' && Object.hasOwn(rule.message, code)) return rule.message[code]!;
  throw new Error(`the rule's metadata has no message for the code ${JSON.stringify(code) ?? 'that is not given'}`);
}

function byPart(left: Finding, right: Finding): number {
  return (
    compareText(left.part ?? '', right.part ?? '') ||
    compareText(left.message, right.message) ||
    compareText(canonicalJson([left.location, left.evidence]), canonicalJson([right.location, right.evidence]))
  );
}

/** Sets come out of wasm in hash order: a fixed one. */
function inOrder<T>(values: T[]): T[] {
  return values
    .map((value) => ({ value, text: canonicalJson(value) }))
    .sort((left, right) => compareText(left.text, right.text))
    .map(({ value }) => value);
}

function unknownReason({ fact, code }: { fact: string; code: string }, kind: string): Reason {
  return { code, message: `The value of ${fact} could not be told${rightText(kind, fact, code)}.`, fact };
}

function gapReason({ fact, code }: Gap, kind: string): Reason {
  return { code, message: `${fact} was not read (${code})${rightText(kind, fact, code)}.`, fact };
}

/** What to grant, where a right was missing. */
function rightText(kind: string, fact: string, code: string): string {
  const right = code === 'permission-denied' ? rightFor(kind, fact) : null;
  return right === null ? '' : `; it takes ${right}`;
}

function failed(given: Case, failure: Failure): Outcome {
  const message = `The rule could not be evaluated: ${failure.message}.`.replace(/\.\.$/, '.');
  return outcomeOf(given, 'error', { reasons: [{ code: failure.code, message }] });
}

/** The digest that waivers go by: of the configuration of a container's image, or of the image itself. */
function imageOf({ head }: Case, subject: Subject): Pick<Outcome, 'imageDigest'> {
  const digest = head.kind === 'container' ? subject.fact('imageId') : head.kind === 'image' ? head.id : null;
  return typeof digest === 'string' && digest.startsWith('sha256:') ? { imageDigest: digest } : {};
}

function outcomeOf(
  { rule, head }: Case,
  status: Outcome['status'],
  content: Partial<Pick<Outcome, 'findings' | 'reasons' | 'questions' | 'imageDigest'>>,
): Outcome {
  const place = { kind: head.kind, key: head.key, target: head.target };
  return { rule: rule.id, status, origin: 'rego', ...place, findings: [], reasons: [], questions: [], ...content };
}
