// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of Dockerfiles and shells
import { expect, test } from 'vitest';
import { programOf, shellCommands, wordCommands } from '../../../collectors/dockerfile/shell/commands.ts';

test.for<[string, string[][], string[][]]>([
  ['a && b || c; d & e', [['a'], ['b'], ['c'], ['d'], ['e']], []],
  [`run "a b" 'c d' e\\ f g"h"'i'`, [['run', 'a b', 'c d', 'e f', 'ghi']], []],
  ['A=1 B="x y" make C=2 > log 2>&1 < in', [['make', 'C=2']], []],
  ['a |& b | c && d', [['a'], ['b'], ['c'], ['d']], [['a', 'b', 'c']]],
  [
    '/usr/bin/curl x | sudo -E -u root bash -',
    [
      ['/usr/bin/curl', 'x'],
      ['sudo', '-E', '-u', 'root', 'bash', '-'],
    ],
    [['curl', 'bash']],
  ],
  ['if a; then b; elif c; then d; else e; fi', [['a'], ['b'], ['c'], ['d'], ['e']], []],
  ['for i in a b; do run $i; done; while read x; do y; done', [['run', '$i'], ['read', 'x'], ['y']], []],
  ['case "$(arch)" in x|y) a ;; *) b; c;; esac; d', [['arch'], ['a'], ['b'], ['c'], ['d']], []],
  ['(a; b) | c; { d; }; ! e; f() { g; }', [['a'], ['b'], ['c'], ['d'], ['e'], ['g']], [['b', 'c']]],
  [
    'echo $(a | b) `c` "${X:-$(d)}" <(e)',
    [['echo', '$(a | b)', '`c`', '${X:-$(d)}', '<(e)'], ['a'], ['b'], ['c'], ['d'], ['e']],
    [['a', 'b']],
  ],
  ['echo $((1 + 2)) a # comment | sh', [['echo', '$((1 + 2))', 'a']], []],
  [
    `bash -exc 'a | b' && sh -c "$(c)"`,
    [['bash', '-exc', 'a | b'], ['a'], ['b'], ['sh', '-c', '$(c)'], ['c']],
    [['a', 'b']],
  ],
  ['cat <<A <<-"B" > f\nrm a\nA\n\trm b\n\tB\nc', [['cat'], ['c']], []],
  ['a \\\n b\nc', [['a', 'b'], ['c']], []],
  [`echo "a;b|c" 'd && e'`, [['echo', 'a;b|c', 'd && e']], []],
  ["x 'not closed", [['x', 'not closed']], []],
  ['', [], []],
])('%s', ([script, commands, pipes]) => {
  expect(shellCommands(script)).toEqual({ commands, pipes });
});

test.for<[string[], string | null]>([
  [['/bin/ls'], 'ls'],
  [['env', '-u', 'A', 'B=1', 'python3'], 'python3'],
  [['sudo', '-u', 'me', 'env', 'X=1', 'nice', '-n', '5', 'make'], 'make'],
  [['timeout', '-k', '5', '10', 'curl'], 'curl'],
  [['gosu', 'app', 'run'], 'run'],
  [['sudo'], 'sudo'],
  [[], null],
])('the program of %j is %s', ([words, program]) => {
  expect(programOf(words)).toBe(program);
});

test('a list of words that starts a shell is its script too', () => {
  expect(wordCommands(['/bin/sh', '-c', 'a | b'])).toEqual({
    commands: [['/bin/sh', '-c', 'a | b'], ['a'], ['b']],
    pipes: [['a', 'b']],
  });
  expect(wordCommands(['curl', 'a|b'])).toEqual({ commands: [['curl', 'a|b']], pipes: [] });
});

test('scripts inside scripts end somewhere', () => {
  const deep = '$('.repeat(5000);
  expect(shellCommands(`a ${deep}`).commands[0]?.[0]).toBe('a');
});
