/** SPDX licence expressions (SPDX 2.3, annex D): the only file that knows spdx-expression-parse. */
import parseExpression from 'spdx-expression-parse';
import { compareText } from '../../engine/index.ts';
import { deprecatedId } from './deprecated.ts';

/** One licence with its exception, or operands joined by one operator. Flat: an operand never has the same operator. */
export type Expression = { id: string } | { operator: 'AND' | 'OR'; operands: Expression[] };

/** More clauses than this are not written into a snapshot; the licence then counts as not known. */
const mostClauses = 256;
/** A longer text is no expression. */
const mostCharacters = 8192;

/**
 * Parses an SPDX expression; deprecated ids become their successors (`GPL-2.0+` → `GPL-2.0-or-later`).
 * Null: not one. Operators and ids are taken as written; case is the caller's business.
 */
export function parseSpdx(text: string): Expression | null {
  if (text.length > mostCharacters) return null;
  try {
    return simplify(fromInfo(parseExpression(text)));
  } catch {
    return null;
  }
}

type Info = ReturnType<typeof parseExpression>;

function fromInfo(info: Info): Expression {
  if ('conjunction' in info) {
    const operator = info.conjunction === 'and' ? 'AND' : 'OR';
    return { operator, operands: [fromInfo(info.left), fromInfo(info.right)] };
  }
  const id = deprecatedId(info.plus ? `${info.license}+` : info.license);
  return { id: info.exception === undefined ? id : `${id} WITH ${info.exception}` };
}

/** Joins expressions, in their order, each once. */
export function join(operator: 'AND' | 'OR', operands: readonly Expression[]): Expression | null {
  return operands.length === 0 ? null : simplify({ operator, operands: [...operands] });
}

/** Flattens operands of the same operator and drops those said twice. */
function simplify(expression: Expression): Expression {
  if ('id' in expression) return expression;
  const operands = new Map<string, Expression>();
  for (const operand of expression.operands.map(simplify)) {
    const inner = 'operator' in operand && operand.operator === expression.operator ? operand.operands : [operand];
    for (const each of inner) operands.set(writeExpression(each), each);
  }
  const [first, ...others] = operands.values();
  if (first !== undefined && others.length === 0) return first;
  return { operator: expression.operator, operands: [...operands.values()] };
}

/** The expression as SPDX writes it, with the fewest parentheses. */
export function writeExpression(expression: Expression): string {
  if ('id' in expression) return expression.id;
  return expression.operands
    .map((operand) =>
      expression.operator === 'AND' && 'operator' in operand
        ? `(${writeExpression(operand)})`
        : writeExpression(operand),
    )
    .join(` ${expression.operator} `);
}

/** The same, operands sorted: for expressions that we put together ourselves. */
export function sorted(expression: Expression): Expression {
  if ('id' in expression) return expression;
  const operands = expression.operands.map(sorted);
  return {
    operator: expression.operator,
    operands: operands.sort((a, b) => compareText(writeExpression(a), writeExpression(b))),
  };
}

/** Every licence named, with its exception, in order of appearance. */
export function idsOf(expression: Expression): string[] {
  return 'id' in expression ? [expression.id] : expression.operands.flatMap(idsOf);
}

/**
 * What has to be accepted: of every list one licence (the conjunctive normal form, since `AND` of many choices is what
 * packages declare). Lists that another one implies are left out; all is sorted. Null: more than 256 lists.
 */
export function requirementsOf(expression: Expression): string[][] | null {
  const clauses = clausesOf(expression);
  if (clauses === null) return null;
  const kept = clauses.filter(
    (clause, index) =>
      !clauses.some((other, at) => at !== index && implies(other, clause) && (other.size < clause.size || at < index)),
  );
  return kept.map((clause) => [...clause].sort(compareText)).sort((a, b) => compareText(a.join('\n'), b.join('\n')));
}

function implies(stronger: ReadonlySet<string>, weaker: ReadonlySet<string>): boolean {
  return stronger.size <= weaker.size && [...stronger].every((id) => weaker.has(id));
}

function clausesOf(expression: Expression): Set<string>[] | null {
  if ('id' in expression) return [new Set([expression.id])];
  let clauses: Set<string>[] = expression.operator === 'AND' ? [] : [new Set()];
  for (const operand of expression.operands) {
    const inner = clausesOf(operand);
    if (inner === null) return null;
    clauses =
      expression.operator === 'AND'
        ? [...clauses, ...inner]
        : clauses.flatMap((clause) => inner.map((each) => new Set([...clause, ...each])));
    if (clauses.length > mostClauses) return null;
  }
  return clauses;
}
