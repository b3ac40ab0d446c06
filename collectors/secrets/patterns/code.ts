import { assigned, beside, type SecretPattern, token } from '../pattern.ts';

/** Tokens of code hosting, of package registries and of builds. */
export const codePatterns: readonly SecretPattern[] = [
  token('github-token', 'GitHub token', ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'], '[A-Za-z0-9]{36,255}'),
  token('github-fine-grained-token', 'GitHub fine-grained token', ['github_pat_'], '[A-Za-z0-9]{22}_[A-Za-z0-9]{59}'),
  token(
    'gitlab-token',
    'GitLab token',
    ['glpat-', 'gldt-', 'glrt-', 'glft-', 'glsoat-', 'glcbt-', 'glptt-', 'glagent-', 'glimt-', 'gloas-', 'glffct-'],
    '[A-Za-z0-9_.-]{20,300}',
  ),
  token('gitlab-runner-token', 'GitLab runner registration token', ['GR1348941'], '[A-Za-z0-9_-]{20}'),
  token('bitbucket-token', 'Bitbucket app password', ['ATBB'], '[A-Za-z0-9]{32}'),
  token('atlassian-token', 'Atlassian API token', ['ATATT3', 'ATCTT3'], '[A-Za-z0-9_=-]{60,300}'),
  token('gitea-token', 'Gitea or Forgejo token', ['gta_', 'gtea_'], '[a-f0-9]{40}'),
  token('npm-token', 'npm access token', ['npm_'], '[A-Za-z0-9]{36}'),
  beside(
    'npm-auth',
    'login of an npm registry',
    ['_auth', '_password'],
    /(?:_authToken|_auth|_password)\s{0,4}=\s{0,4}["']?([A-Za-z0-9+/=_-]{16,500})/,
    {
      files: /(?:^|\/)\.?npmrc$/,
    },
  ),
  token('pypi-token', 'PyPI token', ['pypi-AgE'], '[A-Za-z0-9_-]{50,1000}'),
  token('rubygems-key', 'RubyGems API key', ['rubygems_'], '[a-f0-9]{48}'),
  token('docker-hub-token', 'Docker Hub token', ['dckr_pat_', 'dckr_oat_'], '[A-Za-z0-9_-]{20,64}'),
  token('artifactory-key', 'Artifactory API key or reference token', ['AKCp', 'cmVmdGtu'], '[A-Za-z0-9]{50,80}'),
  token('sonarqube-token', 'SonarQube token', ['sqp_', 'squ_', 'sqa_'], '[a-f0-9]{40}'),
  token('buildkite-token', 'Buildkite token', ['bkua_'], '[a-z0-9]{40}'),
  token('circleci-token', 'CircleCI token', ['CCIPAT_', 'CCIPRJ_'], '[A-Za-z0-9]{22}_[a-f0-9]{40}'),
  beside('cargo-token', 'crates.io token', ['token'], assigned('token', 'cio[A-Za-z0-9]{32}')),
  token('hugging-face-token', 'Hugging Face token', ['hf_'], '[A-Za-z0-9]{34}'),
];
