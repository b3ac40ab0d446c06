import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildProgram } from '../../cli/main.ts';

interface Parsed {
  name: string;
  arguments: string[];
  options: Record<string, unknown>;
}

function parse(line: string[]): Parsed {
  let parsed: Parsed | undefined;
  const program = buildProgram(({ definition, arguments: given, options }) => {
    parsed = { name: definition.name, arguments: given, options };
  });
  for (const command of [program, ...program.commands, ...program.commands.flatMap((each) => each.commands)]) {
    command.configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
  }
  program.parse(line, { from: 'user' });
  if (parsed === undefined) throw new Error('nothing was parsed');
  return parsed;
}

describe('command line', () => {
  test('a list option does not swallow the target after it', () => {
    const parsed = parse(['audit', '-b', 'default', 'docker']);
    expect(parsed.arguments).toEqual(['docker']);
    expect(parsed.options['bundle']).toEqual(['default']);
  });

  test('lists repeat and take commas', () => {
    expect(parse(['audit', '-b', 'a,b', '--bundle', 'c']).options['bundle']).toEqual(['a', 'b', 'c']);
  });

  test('every order of options and targets parses the same', () => {
    const groups = [
      ['host'],
      ['docker'],
      ['-b', 'default'],
      ['-f', 'json'],
      ['--fail-on', 'low'],
      ['-o', 'out'],
      ['-q'],
      ['--as-of', '2026-01-01T00:00:00Z'],
    ];
    const expected = parse(['audit', ...groups.flat()]);
    fc.assert(
      fc.property(fc.shuffledSubarray(groups, { minLength: groups.length }), (order) => {
        const parsed = parse(['audit', ...order.flat()]);
        expect({ ...parsed, arguments: parsed.arguments.toSorted() }).toEqual({
          ...expected,
          arguments: ['docker', 'host'],
        });
      }),
    );
  });

  test.each([[['audit', '--nope']], [['nope']], [['audit', '--fail-on', 'sometimes']], [['evaluate']], [['report']]])(
    'refuses %j',
    (line) => {
      expect(() => parse(line)).toThrow();
    },
  );
});
