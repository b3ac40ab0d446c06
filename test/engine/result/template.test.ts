import fc from 'fast-check';
import { expect, test } from 'vitest';
import { controlFingerprint, fingerprint, renderTemplate, visibleText } from '../../../engine/index.ts';

const resource = {
  name: 'web',
  engine: { version: '28', sockets: ['/a', '/b'] },
  user: null,
  tags: [],
  size: 5,
  live: false,
};

test.each([
  ['{name} runs', 'web runs'],
  ['{name}{name}', 'webweb'],
  ['{engine.version}', '28'],
  ['{engine.sockets}', '/a, /b'],
  ['{user} and {tags}', 'none and none'],
  ['{size} {live}', '5 false'],
  ['{engine}', '{"sockets":["/a","/b"],"version":"28"}'],
  ['{{name}} is {name}', '{name} is web'],
  ['{port}/{proto.name}', '80/tcp'],
  ['  two\n  lines ', 'two lines'],
])('%s', (template, expected) => {
  expect(renderTemplate(template, { port: 80, proto: { name: 'tcp' } }, resource)).toBe(expected);
});

test('arguments come before facts', () => {
  expect(renderTemplate('{name}', { name: 'from the rule' }, resource)).toBe('from the rule');
});

test.each([
  '{unknown}',
  '{engine.unknown}',
  '{name.length}',
  '{constructor}',
  '{tags.0}',
  '{',
  '}',
  '{}',
  '{a b}',
  'x\u0007',
])('the template %j is refused', (template) => {
  expect(() => renderTemplate(template, {}, resource)).toThrow(expect.objectContaining({ code: 'bundle-invalid' }));
});

test('what hides or reorders text becomes visible', () => {
  expect(renderTemplate('{x}', { x: 'a\u202eb\u001b[31m\nc\u200b\ufeff' }, {})).toBe(
    'a\\u{202e}b\\u{1b}[31m\\u{a}c\\u{200b}\\u{feff}',
  );
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(renderTemplate('{x}', { x: text }, {})).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Surrogate}]/u);
      expect(visibleText(visibleText(text))).toBe(visibleText(text));
    }),
  );
});

test('values are never read as templates', () => {
  expect(renderTemplate('{x}', { x: '{name} {{' }, resource)).toBe('{name} {{');
});

test('fingerprints are fixed for ever', () => {
  expect(fingerprint('acme/one', 'container', 'web-01/c', null)).toBe(
    '1a280ac3e9788d0bc2555c8e2636bc02e7bbfc23a23ab7da623717f92befc20d',
  );
  expect(fingerprint('acme/one', 'container', 'web-01/c', '/etc')).toBe(
    '536a91866ac72e724405cfd16128a9e6a95613df464a951e20182127aa6525ca',
  );
  expect(controlFingerprint('cis-docker-1.8:5.5')).toBe(
    'e19300f8c9110a9ced8b3099c14798f67badc940a380057550a3621f6fa56b8e',
  );
});
