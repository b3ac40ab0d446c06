import fc from 'fast-check';
import { expect, test } from 'vitest';
import { redactBuildStep } from '../../../collectors/docker/history.ts';

test.each([
  ['/bin/sh -c #(nop)  CMD ["run" "--token" "s3cr3tvalue"]', '/bin/sh -c #(nop)  CMD ["run" "--token" "***"]'],
  ['ENTRYPOINT ["run", "--password", "s3cr3tvalue", "-v"]', 'ENTRYPOINT ["run", "--password", "***", "-v"]'],
  [
    `HEALTHCHECK &{["CMD" "true" "--token" "a\\"b"] "0s" '\\x00'}`,
    `HEALTHCHECK &{["CMD" "true" "--token" "***"] "0s" '\\x00'}`,
  ],
  ['ENV DB_PASSWORD=s3cr3tvalue A=b', 'ENV DB_PASSWORD=*** A=b'],
  ['COPY file:4f1c in /bin/busybox ', 'COPY file:4f1c in /bin/busybox '],
  ['RUN echo "hello world" # buildkit', 'RUN echo "hello world" # buildkit'],
  ['RUN echo "unclosed', 'RUN echo "unclosed'],
])('%s', (step, redacted) => {
  expect(redactBuildStep(step)).toBe(redacted);
});

test('a secret behind a secret-looking option never stays, whatever it is made of', () => {
  const secret = fc.stringMatching(/^[A-Za-z0-9]{12,30}$/);
  fc.assert(
    fc.property(secret, fc.constantFrom('--token', '--password', '--api-key'), (value, option) => {
      expect(redactBuildStep(`CMD ["run" "${option}" "${value}"]`)).not.toContain(value);
    }),
  );
});
