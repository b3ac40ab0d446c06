import { assigned, beside, type SecretPattern, token } from '../pattern.ts';

const aws = 'aws_?secret_?(?:access_?)?key|secret_?access_?key';

/** Keys of clouds and of what runs programs there. */
export const cloudPatterns: readonly SecretPattern[] = [
  token('aws-access-key-id', 'AWS access key id', ['AKIA', 'ASIA', 'ABIA', 'ACCA'], '[A-Z2-7]{16}'),
  beside(
    'aws-secret-access-key',
    'AWS secret access key',
    ['secret_access_key', 'secretaccess', 'aws_secret', 'awssecret'],
    assigned(aws, '[A-Za-z0-9/+]{40}'),
    { entropy: 4 },
  ),
  beside(
    'aws-session-token',
    'AWS session token',
    ['session_token', 'sessiontoken'],
    assigned('aws_?session_?token|sessiontoken', '[A-Za-z0-9/+=]{100,2000}'),
    { entropy: 4 },
  ),
  token('aws-bedrock-key', 'AWS Bedrock API key', ['ABSKQmVkcm9ja0FQSUtleS'], '[A-Za-z0-9+/=]{80,300}'),
  token('google-api-key', 'Google API key', ['AIza'], '[A-Za-z0-9_-]{35}'),
  token('google-oauth-secret', 'Google OAuth client secret', ['GOCSPX-'], '[A-Za-z0-9_-]{28}'),
  token('google-access-token', 'Google access token', ['ya29.'], '[A-Za-z0-9_-]{40,1000}'),
  beside(
    'azure-storage-key',
    'Azure storage or bus key',
    ['accountkey', 'sharedaccesskey'],
    /(?:AccountKey|SharedAccessKey)=([A-Za-z0-9+/]{43,88}={1,2})/i,
    { entropy: 4 },
  ),
  beside(
    'azure-client-secret',
    'Azure client secret',
    ['client_secret', 'clientsecret', 'client-secret'],
    /([A-Za-z0-9_~.-]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34})/,
  ),
  beside(
    'azure-shared-access-signature',
    'signature of an Azure shared access URL',
    ['&sig=', '?sig='],
    /[&?]sig=([A-Za-z0-9%+/]{40,60}(?:%3D|=))/i,
    { entropy: 4 },
  ),
  token('alibaba-access-key-id', 'Alibaba Cloud access key id', ['LTAI'], '[A-Za-z0-9]{16,24}', { entropy: 3.3 }),
  token('tencent-secret-id', 'Tencent Cloud secret id', ['AKID'], '[A-Za-z0-9]{32}', { entropy: 3.5 }),
  token('digitalocean-token', 'DigitalOcean token', ['dop_v1_', 'doo_v1_', 'dor_v1_'], '[a-f0-9]{64}'),
  token('cloudflare-origin-key', 'Cloudflare origin CA key', ['v1.0-'], '[a-f0-9]{24}-[a-f0-9]{146}'),
  token('heroku-key', 'Heroku API key', ['HRKU-AA'], '[A-Za-z0-9_-]{56,60}'),
  token('fly-token', 'Fly.io token', ['FlyV1 fm1_', 'FlyV1 fm2_', 'fo1_'], '[A-Za-z0-9_+/=-]{43,2000}'),
  token('databricks-token', 'Databricks token', ['dapi'], '[a-f0-9]{32}'),
  token(
    'planetscale-token',
    'PlanetScale token',
    ['pscale_tkn_', 'pscale_pw_', 'pscale_oauth_'],
    '[A-Za-z0-9_=.-]{32,64}',
  ),
  token('supabase-key', 'Supabase key', ['sbp_', 'sb_secret_'], '[A-Za-z0-9_]{30,64}'),
  token('netlify-token', 'Netlify token', ['nfp_'], '[A-Za-z0-9]{36}'),
  token('vault-token', 'HashiCorp Vault token', ['hvs.', 'hvb.', 'hvr.'], '[A-Za-z0-9_-]{24,300}'),
  beside(
    'terraform-token',
    'Terraform Cloud token',
    ['.atlasv1.'],
    /([A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{60,70})/,
  ),
  token('pulumi-token', 'Pulumi token', ['pul-'], '[a-f0-9]{40}'),
  token('doppler-token', 'Doppler token', ['dp.pt.', 'dp.st.', 'dp.ct.', 'dp.sa.'], '[A-Za-z0-9._]{40,90}'),
  token('tailscale-key', 'Tailscale key', ['tskey-'], '[a-z]{2,12}-[A-Za-z0-9]{8,30}-[A-Za-z0-9]{16,40}'),
  token('swarm-key', 'Docker Swarm join token or unlock key', ['SWMTKN-1-', 'SWMKEY-1-'], '[A-Za-z0-9/+-]{40,90}'),
];
