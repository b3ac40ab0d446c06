import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Dockerd, generations, startDockerd } from '../support/dockerd.ts';
import { buildImage } from '../support/images.ts';
import { findBrowser, skipUnless } from '../support/real-parts.ts';
import { type ServeProcess, startServe } from '../support/serve.ts';
import { startSmtp, type TestSmtp } from '../support/smtp.ts';

const generation = generations().at(-1);

describe(
  'a schedule every minute on a real engine',
  skipUnless(generation && findBrowser(), 'no dockerd or browser'),
  () => {
    let daemon: Dockerd;
    let smtp: TestSmtp;
    let folder: string;
    let server: ServeProcess;

    beforeAll(async () => {
      folder = await fs.mkdtemp(path.join(os.tmpdir(), 'plimsoll-serve-'));
      daemon = await startDockerd({ generation: generation! });
      await buildImage(daemon, 'shop/web:1', ['USER 101']);
      await daemon.docker('create', '--name=web', '--privileged', '--label=tier=shop', 'shop/web:1', 'sh');
      smtp = await startSmtp();
      const configuration = {
        targets: [{ uri: daemon.uri, name: 'engine-a', owner: 'platform' }],
        owners: [
          { name: 'platform', mail: ['platform@example.org'] },
          { name: 'shop', labels: { tier: 'shop' }, mail: ['shop@example.org'] },
        ],
        report: { entity: 'Example', system: 'Shop' },
        schedules: [{ name: 'minutely', cron: '* * * * *' }],
        mail: { host: '127.0.0.1', port: smtp.port, tls: 'off', from: 'plimsoll@example.org' },
        deliveries: [{ name: 'officers', mail: { to: ['officer@example.org'], owners: 'all' } }],
      };
      await fs.writeFile(path.join(folder, 'plimsoll.yaml'), JSON.stringify(configuration));
      server = startServe(folder);
      await server.address;
    });

    afterAll(async () => {
      await server?.kill();
      await smtp?.close();
      await daemon?.stop();
      await fs.rm(folder, { recursive: true, force: true });
    });

    test('mails a PDF through a real mail server', async () => {
      await expect.poll(() => smtp.received.length, { timeout: 110_000, interval: 250 }).toBeGreaterThanOrEqual(3);
      const to = (address: string) => smtp.received.find((each) => each.to.includes(address))!.bytes;
      const whole = await PostalMime.parse(to('officer@example.org'));
      expect(whole.subject).toMatch(/^\[Example\/Shop\] .*critical/);
      const pdf = whole.attachments.find(({ mimeType }) => mimeType === 'application/pdf');
      const bytes = Buffer.from(pdf!.content as ArrayBuffer);
      expect(bytes.subarray(0, 5).toString('latin1')).toBe('%PDF-');
      expect(bytes.subarray(-1024).toString('latin1')).toContain('%%EOF');
      const shop = await PostalMime.parse(to('shop@example.org'));
      expect(shop.text).toContain('web');
      expect(`${shop.text}${shop.html}`).not.toContain('engine-a/engine');
      expect(await server.stop()).toBe(0);
    });
  },
);
